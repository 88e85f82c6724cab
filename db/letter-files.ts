import type { LetterFile, LetterFiles } from "../bot/contracts/letter-files.ts";
import type { Database } from "./connect.ts";
import { rowsOf, type Statement } from "./statement.ts";

/** Files are kept before their letter is: those of a letter that never was stored go a day later. */
const KEEP: Statement = {
  name: "letter-files-keep",
  text: `
with lost as (
  delete from letter_files f
   where f.created_at < now() - interval '1 day'
     and not exists (select from messages m
                      where m.channel = 'email' and m.account = f.account and m.platform_id = f.letter_id)
)
insert into letter_files (account, letter_id, place, media_type, bytes) values ($1, $2, $3, $4, $5)
on conflict do nothing`,
};

const FIND: Statement = {
  name: "letter-files-find",
  text: `
select bytes, media_type as "mediaType" from letter_files where account = $1 and letter_id = $2 and place = $3`,
};

/** The files of letters to one address of ours, in the database. */
export function letterFilesOn({ pool }: Pick<Database, "pool">, account: string): LetterFiles {
  return {
    keep: async (letterId, place, { bytes, mediaType }) => {
      await rowsOf(pool, KEEP, [account, letterId, place, mediaType, Buffer.from(bytes)]);
    },
    find: async (letterId, place) =>
      (await rowsOf<LetterFile>(pool, FIND, [account, letterId, place]))[0] ?? null,
  };
}
