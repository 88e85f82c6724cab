import { createHash } from "node:crypto";
import type { PostedConsent, PostedLead } from "../../contracts/commands.ts";
import type { Company } from "../../conversation/company.ts";
import type { Language } from "../../conversation/message.ts";
import { CONSENT_VERSION, consentWording } from "./consent.ts";
import type { FormPost } from "./form-schema.ts";
import { bareAddress, pageOrigin } from "./page-origin.ts";

/** What is known about the post itself. */
export interface Circumstances {
  readonly origin: string;
  readonly referer: string | undefined;
  readonly language: Language;
  /** What the browser asks for, when it says. */
  readonly browserLanguage: Language | null;
  readonly company: Company;
  readonly now: number;
  readonly bytes: Uint8Array;
}

/** The lead in a checked form post, with where it came from and the proof of the person's consent. */
export function leadOfForm(post: FormPost, around: Circumstances): PostedLead {
  const { company, name, email, phone, sector, companySize, region, budget, message, locale, ...rest } = post;
  const { site, token: _token, homepage: _homepage, consent: _consent, page, submissionId, ...others } = rest;
  const url = page?.url ?? around.referer;
  return {
    ...{ company, name, email, phone, sector, companySize, region, budget, message },
    ...{ locale: locale ?? around.browserLanguage, source: "website", autoBook: true, autoProposal: false },
    extra: {
      ...others,
      origin: {
        ...{ site, website: around.origin },
        ...pageOrigin({ url, referrer: page?.referrer }, others),
      },
    },
    consent: consentOf(post, url, around),
    // A server that repeats its very bytes means the same post.
    submissionId: submissionId ?? createHash("sha256").update(around.bytes).digest("hex").slice(0, 32),
  };
}

/** The channels the person allowed and can be reached on. */
export function allowedChannels(post: FormPost): readonly ("whatsapp" | "email")[] {
  if (!post.consent) return [];
  const wanted = post.consent.channels ?? ["whatsapp", "email"];
  return wanted.filter((channel) => (channel === "whatsapp" ? post.phone : post.email) !== null);
}

function consentOf(post: FormPost, url: string | undefined, around: Circumstances): PostedConsent | null {
  if (!post.consent) return null;
  const language = post.consent.language ?? around.language;
  return {
    wording: consentWording(around.company, language),
    version: CONSENT_VERSION,
    language,
    at: new Date(around.now).toISOString(),
    page: bareAddress(url ?? null),
    channels: allowedChannels(post),
  };
}
