import { z } from "zod";
import { formLead } from "../schemas/lead.ts";
import { toldPage } from "../schemas/shared.ts";
import { language } from "../schemas/words.ts";

/** Which website's form it is, where a company has several. */
export const siteKey = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,39}$/, "must be a short name such as main");

const consent = z.object({
  version: z.string().max(40).optional(),
  language: language.optional(),
  channels: z
    .array(z.enum(["whatsapp", "email"]))
    .max(2)
    .optional(),
});

/** Everything a form posts beside the person's answers. `homepage` is hidden from people: only programs fill it. */
export const formPost = formLead
  .extend({
    site: siteKey.default("main"),
    token: z.string().max(500).default(""),
    submissionId: z
      .string()
      .regex(/^[\w.-]{8,100}$/, "must be 8 to 100 letters, digits, dots, dashes")
      .optional()
      .meta({ description: "The sender's own id: posted twice, the form counts once." }),
    consent: consent.nullable().optional(),
    page: toldPage.optional(),
    homepage: z.string().max(500).default(""),
  })
  .loose()
  .meta({
    id: "FormLead",
    description:
      "Proven by `token` (from GET …/form/token) or by X-Majlis-Signature over the raw body. Other fields are kept with the lead.",
  });

export type FormPost = z.output<typeof formPost>;
