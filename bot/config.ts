import type { Variable } from "./config/kinds.ts";
import { VARIABLES } from "./config/variables.ts";

type Variables = typeof VARIABLES;
type Read<Of> = Of extends Variable<infer Value> ? Value : never;
export type Config = {
  readonly [Owner in keyof Variables]: {
    readonly [Name in keyof Variables[Owner]]: Read<Variables[Owner][Name]>;
  };
};

/** The environment as typed values, or every problem with the variable's name and what would be valid. */
export function readConfig(
  environment: Readonly<Record<string, string | undefined>>,
):
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly problems: readonly string[] } {
  const problems: string[] = [];
  const config = Object.fromEntries(
    Object.entries(VARIABLES).map(([owner, variables]) => [
      owner,
      readGroup(variables, environment, problems),
    ]),
  );
  return problems.length > 0 ? { ok: false, problems } : { ok: true, config: config as Config };
}

function readGroup(
  variables: Readonly<Record<string, Variable<unknown>>>,
  environment: Readonly<Record<string, string | undefined>>,
  problems: string[],
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, variable] of Object.entries(variables)) {
    const written = environment[name]?.trim() || variable.otherwise;
    if (written === null) {
      values[name] = null;
      continue;
    }
    const read = variable.reads.safeParse(written);
    if (read.success) values[name] = read.data;
    else problems.push(`${name} ${read.error.issues.map((issue) => issue.message).join(", ")}`);
  }
  return values;
}

/** The process's own environment, read here and nowhere else. */
export function environment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** The text of `.env.example`. */
export function envExample(): string {
  const groups = Object.entries(VARIABLES).map(([owner, variables]) => {
    const lines = Object.entries(variables as Readonly<Record<string, Variable<unknown>>>).map(
      ([name, { means, otherwise }]) => `# ${means}\n#${name}=${otherwise ?? ""}`,
    );
    return `## ${owner}\n${lines.join("\n")}`;
  });
  return `# Every variable is optional. Written by \`npm run docs:configuration\`.\n\n${groups.join("\n\n")}\n`;
}

/** The text of docs/configuration.md. */
export function configurationPage(): string {
  const groups = Object.entries(VARIABLES).map(([owner, variables]) => {
    const rows = Object.entries(variables as Readonly<Record<string, Variable<unknown>>>).map(
      ([name, { means, otherwise }]) =>
        `| \`${name}\` | ${otherwise === null ? "unset" : `\`${otherwise}\``} | ${means} |`,
    );
    return `## ${owner}\n\n| variable | otherwise | means |\n|---|---|---|\n${rows.join("\n")}`;
  });
  return `# Configuration\n\nEvery variable is optional; a wrong value stops the start and names the variable. Written by \`npm run docs:configuration\`.\n\n${groups.join("\n\n")}\n`;
}
