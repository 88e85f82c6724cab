import { z } from "zod";
import type { PostedLead } from "../../contracts/commands.ts";
import type { Language } from "../../conversation/message.ts";
import { tooMany } from "../auth.ts";
import { checkInput } from "../check-input.ts";
import { CONSENT_VERSION, consentWording } from "../form/consent.ts";
import { type FormPost, formPost, siteKey } from "../form/form-schema.ts";
import { fieldWords, languageOf, plainPage } from "../form/form-words.ts";
import { callingOrigin, mayEmbed } from "../form/origins.ts";
import { allowedChannels, leadOfForm } from "../form/posted-lead.ts";
import { type FormTokens, formTokens, isSigned, LONGEST_MS, type Proof, QUICKEST_MS } from "../form/proof.ts";
import { FORM_TYPES, type PostedFields, readForm } from "../form/read-form.ts";
import { type FieldProblem, invalid, isProblem, type Problem, problem } from "../problems.ts";
import { type Answer, type Outcome, ok, type RawCall, type Route, route } from "../route.ts";
import { moment } from "../schemas/shared.ts";
import type { Shared } from "../shared.ts";

const PATH = "/api/v1/webhooks/form";
const LARGEST = 64 * 1024;
const received = z.object({ received: z.literal(true) });
const shared = { tag: "webhooks", access: "public", limit: "form" } as const;

/** The website's form: how it is opened and how it is posted. */
export function formRoutes(server: Shared): readonly Route[] {
  const tokens = formTokens(server.parts.chatSecret);
  const post = postOnce(server);
  return [
    tokenRoute(server, tokens),
    {
      ...shared,
      method: "post",
      path: PATH,
      summary: "A lead from the website's form, proven by a token or a signature",
      body: formPost,
      rawBody: FORM_TYPES,
      bodyLimit: LARGEST,
      answers: { 202: { description: "Received", schema: received } },
      refuses: ["unauthorized", "forbidden"],
      run: (call) => takeForm(call, server, tokens, post),
    },
  ];
}

const bilingual = z.object({ ar: z.string(), en: z.string() });
const tokenQuery = z.object({
  site: siteKey.default("main"),
  origin: z
    .url()
    .max(300)
    .optional()
    .meta({ description: "For a server that writes the form into a page: that page's origin." }),
});

function tokenRoute({ parts }: Shared, tokens: FormTokens): Route {
  const opened = z.object({
    token: z.string(),
    sendAfterMs: z.number().int(),
    expiresAt: moment,
    company: bilingual,
    consent: bilingual.extend({ version: z.string() }),
  });
  return route({
    ...shared,
    limit: "session",
    method: "get",
    path: `${PATH}/token`,
    summary: "What a form needs to begin: its token and the words of the consent",
    query: tokenQuery,
    answers: { 200: { description: "Good for a day", schema: opened } },
    refuses: ["forbidden"],
    handle: async ({ query, headers }) => {
      const caller = callingOrigin(headers, parts.website);
      const origin = caller === "own" && query.origin ? new URL(query.origin).origin : caller;
      if (!mayEmbed(origin, parts.website)) return foreign();
      const [company, now] = [await parts.records.company(), parts.now()];
      const body = {
        token: tokens.issue(query.site, origin, now),
        sendAfterMs: QUICKEST_MS,
        expiresAt: new Date(now + LONGEST_MS).toISOString(),
        company: { ar: company.name.ar, en: company.name.en },
        consent: {
          version: CONSENT_VERSION,
          ar: consentWording(company, "ar"),
          en: consentWording(company, "en"),
        },
      };
      return { ...ok(body), headers: { "Cache-Control": "no-store" } };
    },
  });
}

function foreign(): Problem {
  return problem("forbidden", "this website is not one of EMBED_ORIGINS");
}

type PostLead = (lead: PostedLead) => Promise<unknown>;

/** A second click while the first is still under way waits for it. */
function postOnce({ parts }: Shared): PostLead {
  const underWay = new Map<string, Promise<unknown>>();
  return (lead) => {
    const id = lead.submissionId ?? parts.newId();
    const running = underWay.get(id) ?? parts.commands.postLead(lead).finally(() => underWay.delete(id));
    underWay.set(id, running);
    return running;
  };
}

async function takeForm(call: RawCall, server: Shared, tokens: FormTokens, post: PostLead): Promise<Outcome> {
  const { parts, limiter } = server;
  const bytes = call.body as Uint8Array;
  const origin = callingOrigin(call.headers, parts.website);
  const read = readForm(bytes, call.headers["content-type"] ?? "");
  const fields = isProblem(read) ? {} : read.fields;
  const proof = proofOf(call, bytes, fields, server, tokens);
  if (proof.proven === "nothing") return problem("unauthorized", proof.why);
  if (isProblem(read)) return read;
  if (!mayEmbed(origin, parts.website)) return foreign();
  const wait = limiter.take("formSite", textOf(fields.site) || "main");
  if (wait !== null) return tooMany("too many forms of this site", wait);
  const browserLanguage = languageOf(fields.locale, call.headers["accept-language"]);
  const language = browserLanguage ?? "en";
  const why = spam(fields, proof);
  if (why !== null) {
    parts.log.info({ requestId: call.requestId, why }, "a form was taken for spam");
    return thanks(read, language);
  }
  const checked = checkForm(fields, proof, language);
  if (isProblem(checked)) return refusal(checked, read, language);
  const around = {
    origin,
    referer: call.headers.referer,
    language,
    browserLanguage,
    bytes,
    now: parts.now(),
  };
  await post(leadOfForm(checked, { ...around, company: await parts.records.company() }));
  return thanks(read, language);
}

function proofOf(
  { headers }: RawCall,
  bytes: Uint8Array,
  fields: PostedFields["fields"],
  { parts }: Shared,
  tokens: FormTokens,
): Proof {
  const signature = headers["x-majlis-signature"];
  const secret = parts.website?.formSecret ?? null;
  if (typeof signature === "string") {
    if (secret !== null && isSigned(signature, bytes, secret)) return { proven: "signature" };
    return { proven: "nothing", why: "the signature is not that of this body" };
  }
  const token = textOf(fields.token);
  if (token === "")
    return { proven: "nothing", why: `send a token of GET ${PATH}/token or X-Majlis-Signature` };
  return tokens.check(
    token,
    textOf(fields.site) || "main",
    callingOrigin(headers, parts.website),
    parts.now(),
  );
}

/** Programs are told the same as people, and learn nothing. */
function spam({ homepage }: PostedFields["fields"], proof: Proof): string | null {
  if (homepage !== undefined && homepage !== "") return "the hidden field was filled";
  return proof.proven === "token" && proof.openForMs < QUICKEST_MS ? "sent faster than anybody writes" : null;
}

/** A person in a browser must have agreed; a system that signs has its own dealings with them. */
function checkForm(fields: PostedFields["fields"], proof: Proof, language: Language): FormPost | Problem {
  const checked = checkInput(formPost, fields, "body");
  const wrong = isProblem(checked) ? fieldProblems(checked) : [];
  const noConsent = proof.proven === "token" && (fields.consent ?? false) === false;
  if (noConsent) wrong.push({ field: "consent", message: "" });
  if (isProblem(checked) || wrong.length > 0) return invalid(wrong.map((one) => fieldWords(one, language)));
  const post = checked.value as FormPost;
  if (post.consent && allowedChannels(post).length === 0)
    return invalid([fieldWords({ field: "channels", message: "" }, language)]);
  return post;
}

function fieldProblems({ details }: Problem): FieldProblem[] {
  return [...(details as { readonly fields: readonly FieldProblem[] }).fields];
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function thanks({ plain }: PostedFields, language: Language): Answer {
  return plain
    ? { status: 202, raw: htmlOf(plainPage("thanks", language, [])) }
    : { status: 202, body: { received: true } };
}

function refusal(wrong: Problem, { plain }: PostedFields, language: Language): Outcome {
  if (!plain) return wrong;
  const lines = fieldProblems(wrong).map(({ message }) => message);
  return { status: 422, raw: htmlOf(plainPage("again", language, lines)) };
}

function htmlOf(bytes: string): { readonly mediaType: string; readonly bytes: string } {
  return { mediaType: "text/html; charset=utf-8", bytes };
}
