/** The page somebody wrote on, as their browser tells it. */
export interface ToldPage {
  readonly url?: string | undefined;
  readonly referrer?: string | undefined;
}

/** Where a page's visitor came from; addresses without their queries, which may hold what is nobody's business. */
export interface PageOrigin {
  readonly page: string | null;
  readonly referrer: string | null;
  /** By name without "utm_". */
  readonly utm: Readonly<Record<string, string>>;
}

/** What of a page may be kept; `fields` may name the campaign too. */
export function pageOrigin(
  { url, referrer }: ToldPage,
  fields: Readonly<Record<string, unknown>> = {},
): PageOrigin {
  return {
    page: bareAddress(url ?? null),
    referrer: bareAddress(referrer ?? null),
    utm: campaignOf(url ?? null, fields),
  };
}

/** The same in one row of texts, as messages carry it; null when nothing is known. */
export function originRow(told: ToldPage, website: string): Readonly<Record<string, string>> | null {
  const { page, referrer, utm } = pageOrigin(told);
  const known = [
    ...[
      ["page", page],
      ["referrer", referrer],
    ].filter((pair): pair is [string, string] => pair[1] !== null),
    ...Object.entries(utm).map(([name, value]) => [`utm_${name}`, value] as const),
  ];
  return known.length === 0 ? null : Object.fromEntries([...known, ["website", website]]);
}

/** A web address without its query; null for what is none. */
export function bareAddress(address: string | null): string | null {
  const url = address === null ? null : URL.parse(address);
  if (url === null || !/^https?:$/.test(url.protocol)) return null;
  return `${url.origin}${url.pathname}`.slice(0, 1_000);
}

const CAMPAIGN = /^utm_(?:source|medium|campaign|term|content|id)$/;

function campaignOf(
  address: string | null,
  fields: Readonly<Record<string, unknown>>,
): Readonly<Record<string, string>> {
  const inAddress = address === null ? [] : [...(URL.parse(address)?.searchParams ?? [])];
  const pairs = [...inAddress, ...Object.entries(fields)].filter(
    (pair): pair is [string, string] => CAMPAIGN.test(pair[0]) && typeof pair[1] === "string",
  );
  return Object.fromEntries(pairs.map(([name, value]) => [name.slice(4), value.slice(0, 200)]));
}
