import { readJson, storableText } from "../door/read-json.ts";
import { type Problem, problem } from "../problems.ts";

/** Media types a form is posted in. */
export const FORM_TYPES = ["application/json", "application/x-www-form-urlencoded"] as const;

type Fields = Readonly<Record<string, unknown>>;

/** What was posted; `plain` = by an HTML form, whose person waits for a page and not for JSON. */
export interface PostedFields {
  readonly fields: Fields;
  readonly plain: boolean;
}

const PLAIN_MOST = 100;

/** The fields of a posted form, as JSON or as an HTML form sends them. */
export function readForm(bytes: Uint8Array, mediaType: string): PostedFields | Problem {
  if (/^application\/(?:[\w.+-]+\+)?json\b/i.test(mediaType)) {
    const json = readJson(bytes);
    if ("problem" in json) return json;
    return isFields(json.value)
      ? { fields: json.value, plain: false }
      : problem("invalid", "body: must be an object");
  }
  if (/^application\/x-www-form-urlencoded\b/i.test(mediaType))
    return { fields: plainFields(bytes), plain: true };
  return problem("unsupported-media-type", `send the form as ${FORM_TYPES.join(" or ")}`);
}

/** `consent`, `allowWhatsapp` and `allowEmail` are check boxes; `channels` may be sent several times. */
function plainFields(bytes: Uint8Array): Fields {
  const pairs = [...new URLSearchParams(Buffer.from(bytes).toString("utf8"))].slice(0, PLAIN_MOST);
  const fields: Record<string, unknown> = Object.fromEntries(
    pairs
      .filter(([name]) => !["__proto__", "consent", "channels"].includes(name))
      .map(([name, value]) => [storableText(name), storableText(value)]),
  );
  const channels = pairs.filter(([name]) => name === "channels").map(([, value]) => value);
  const agreed = pairs.some(
    ([name, value]) => name === "consent" && !["", "off", "false", "0"].includes(value),
  );
  return {
    ...fields,
    ...(agreed ? { consent: { ...(channels.length > 0 ? { channels } : {}) } } : {}),
    ...(typeof fields.page === "string" ? { page: { url: fields.page } } : {}),
  };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
