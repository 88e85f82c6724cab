import type { Secret } from "../../bot/contracts/secret.ts";
import type { HttpClient } from "../shared/http.ts";
import { type Carried, type Carrier, refused } from "./carrier.ts";
import type { Letter } from "./compose.ts";
import { refusalOf, TAG, tagOf, vendorAnswer, vendorHeaders } from "./vendor.ts";

export interface SendGridParts {
  readonly apiKey: Secret;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
  /** Its event webhook is set up, so that it reports back. */
  readonly reports: boolean;
}

/** SendGrid. It knows no idempotency key: a broken line is a doubt, which its events settle. */
export function sendgridCarrier(parts: SendGridParts): Carrier {
  return {
    name: "sendgrid",
    reports: parts.reports,
    carry: (letter, outboundId) => carry(letter, outboundId, parts),
    close: async () => {},
  };
}

async function carry(letter: Letter, outboundId: string, parts: SendGridParts): Promise<Carried> {
  const outcome = await parts.http.send({
    method: "POST",
    url: new URL(`${parts.baseUrl.replace(/\/+$/, "")}/v3/mail/send`),
    headers: { authorization: `Bearer ${parts.apiKey.reveal()}`, "content-type": "application/json" },
    body: JSON.stringify(bodyOf(letter, outboundId)),
  });
  if (outcome.kind === "unsent")
    return refused({ kind: "retry", afterMs: null, scope: "account" }, outcome.why);
  if (outcome.kind === "in-doubt") return refused({ kind: "in-doubt" }, outcome.why);
  const answer = vendorAnswer(outcome);
  if (answer.status >= 200 && answer.status < 300) return { ok: true, ids: [] };
  if (answer.status === 503)
    return refused({ kind: "retry", afterMs: answer.retryAfterMs, scope: "account" }, answer.words);
  if (answer.status >= 500) return refused({ kind: "in-doubt" }, answer.words);
  return refused(refusalOf(answer), answer.words);
}

function bodyOf(letter: Letter, outboundId: string) {
  const tag = tagOf(outboundId);
  return {
    personalizations: [
      { to: [{ email: letter.to }], ...(tag === null ? {} : { custom_args: { [TAG]: tag } }) },
    ],
    from: { email: letter.fromAddress, ...(letter.fromName === "" ? {} : { name: letter.fromName }) },
    ...(letter.replyTo === undefined ? {} : { reply_to: { email: letter.replyTo } }),
    subject: letter.subject,
    content: [
      { type: "text/plain", value: letter.text },
      { type: "text/html", value: letter.html },
    ],
    headers: vendorHeaders(letter),
    // Rewritten links and pixels would break one-click links and say nothing true about reading.
    tracking_settings: {
      click_tracking: { enable: false, enable_text: false },
      open_tracking: { enable: false },
    },
    ...(letter.attachments.length === 0
      ? {}
      : {
          attachments: letter.attachments.map(({ fileName, mediaType, content }) => ({
            ...{ filename: fileName, type: mediaType, disposition: "attachment" },
            content: Buffer.from(content).toString("base64"),
          })),
        }),
  };
}
