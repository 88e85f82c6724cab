import type { Secret } from "../../bot/contracts/secret.ts";
import type { HttpClient } from "../shared/http.ts";
import { idAt } from "../shared/json.ts";
import { type Carried, type Carrier, refused } from "./carrier.ts";
import type { Letter } from "./compose.ts";
import { refusalOf, TAG, tagOf, vendorAnswer, vendorHeaders } from "./vendor.ts";

export interface ResendParts {
  readonly apiKey: Secret;
  /** Without a slash at the end. */
  readonly baseUrl: string;
  readonly http: HttpClient;
  /** Its webhook is set up, so that it reports back. */
  readonly reports: boolean;
}

/** Resend. A second try with the same Idempotency-Key is the same mail for 24 hours, so a broken line is no doubt. */
export function resendCarrier(parts: ResendParts): Carrier {
  return {
    name: "resend",
    reports: parts.reports,
    carry: (letter, outboundId) => carry(letter, outboundId, parts),
    close: async () => {},
  };
}

async function carry(letter: Letter, outboundId: string, parts: ResendParts): Promise<Carried> {
  const outcome = await parts.http.send({
    method: "POST",
    url: new URL(`${parts.baseUrl.replace(/\/+$/, "")}/emails`),
    headers: {
      authorization: `Bearer ${parts.apiKey.reveal()}`,
      "content-type": "application/json",
      "idempotency-key": tagOf(outboundId) ?? letter.messageId,
      "user-agent": "majlis",
    },
    body: JSON.stringify(bodyOf(letter, outboundId)),
  });
  if (outcome.kind === "unsent")
    return refused({ kind: "retry", afterMs: null, scope: "account" }, outcome.why);
  if (outcome.kind === "in-doubt")
    return refused({ kind: "retry", afterMs: null, scope: "message" }, outcome.why);
  const answer = vendorAnswer(outcome);
  if (answer.status >= 200 && answer.status < 300) {
    const id = idAt(answer.body, "id");
    return { ok: true, ids: id === "" ? [] : [id] };
  }
  if (answer.status >= 500 || /concurrent_idempotent/.test(answer.words))
    return refused({ kind: "retry", afterMs: answer.retryAfterMs, scope: "message" }, answer.words);
  // The same key with other words: an earlier try was heard, and nobody knows what became of it.
  if (answer.status === 409) return refused({ kind: "in-doubt" }, answer.words);
  return refused(refusalOf(answer), answer.words);
}

function bodyOf(letter: Letter, outboundId: string) {
  const tag = tagOf(outboundId);
  const name = letter.fromName.replace(/["\\<>]/g, "");
  return {
    from: name === "" ? letter.fromAddress : `"${name}" <${letter.fromAddress}>`,
    to: [letter.to],
    ...(letter.replyTo === undefined ? {} : { reply_to: letter.replyTo }),
    ...{ subject: letter.subject, text: letter.text, html: letter.html, headers: vendorHeaders(letter) },
    ...(tag === null ? {} : { tags: [{ name: TAG, value: tag }] }),
    ...(letter.attachments.length === 0
      ? {}
      : {
          attachments: letter.attachments.map(({ fileName, mediaType, content }) => ({
            ...{ filename: fileName, content_type: mediaType },
            content: Buffer.from(content).toString("base64"),
          })),
        }),
  };
}
