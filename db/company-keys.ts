import { companyKey } from "../bot/conversation/sales/company-key.ts";
import type { Asked } from "./statement.ts";

const AT_ONCE = 1_000;

/** Gives every lead that names a company and has no key for it the key: leads older than the keys are found by it too. */
export async function fillCompanyKeys(client: Asked): Promise<void> {
  for (let after = 0; ; ) {
    const { rows } = await client.query<{ readonly number: number; readonly company: string }>(
      `select number, company from leads
        where number > $1 and company is not null and company_key is null order by number limit ${AT_ONCE}`,
      [after],
    );
    const last = rows.at(-1);
    if (last === undefined) return;
    const keys = rows.map(({ number, company }) => ({ number, key: companyKey(company) || null }));
    await client.query(
      `update leads l set company_key = k.key
         from json_to_recordset($1) as k(number bigint, key text) where l.number = k.number`,
      [JSON.stringify(keys)],
    );
    after = last.number;
  }
}
