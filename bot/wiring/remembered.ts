import type { Company } from "../conversation/company.ts";

const now = () => Date.now();

/** The profile is read once a few seconds, not once a message. */
export function remembered(readFresh: () => Promise<Company>) {
  const FRESH_MS = 5_000;
  let kept: { readonly at: number; readonly company: Promise<Company> } | null = null;
  return {
    read: (): Promise<Company> => {
      if (kept !== null && now() - kept.at < FRESH_MS) return kept.company;
      const company = readFresh();
      kept = { at: now(), company };
      // A failed read must not be remembered.
      company.catch(() => {
        kept = null;
      });
      return company;
    },
    forget: (): void => {
      kept = null;
    },
  };
}
