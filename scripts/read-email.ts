import { EMAIL_LIMITS } from "../channels/email/config.ts";
import { readEmail } from "../channels/email/read.ts";

/** One MIME message on standard input, its reading as one line of JSON on standard output. */
async function main(): Promise<void> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of process.stdin) {
    if (size <= EMAIL_LIMITS.messageBytes) chunks.push(Buffer.from(chunk));
    size += Buffer.byteLength(chunk);
  }
  const own = { addresses: [], messageIdDomain: null };
  const { attachments: _, ...reading } = await readEmail(Buffer.concat(chunks), EMAIL_LIMITS, own);
  process.stdout.write(`${JSON.stringify(reading)}\n`);
}

await main();
