import { z } from "zod";
import { Secret } from "../contracts/secret.ts";

/** One environment variable: what it means, what it is when unset, and what makes it valid. */
export interface Variable<Value> {
  readonly means: string;
  /** As it would be written in `.env`; null = unset by default. */
  readonly otherwise: string | null;
  readonly reads: z.ZodType<Value, string>;
}

/** A text that must not be empty. */
export const text = (means: string, otherwise: string): Variable<string> => ({
  means,
  otherwise,
  reads: z.string().min(1, "must not be empty"),
});
/** A text, or null when unset. */
export const optional = (means: string): Variable<string | null> => ({
  means,
  otherwise: null,
  reads: z.string(),
});
/** A wrapped secret, or null when unset. */
export const secret = (means: string): Variable<Secret | null> => ({
  means: `${means} (secret)`,
  otherwise: null,
  reads: z.string().transform((value) => new Secret(value)),
});
/** A whole number within bounds. */
export const whole = (means: string, otherwise: number, min: number, max: number): Variable<number> => ({
  means: `${means} (${min} to ${max})`,
  otherwise: String(otherwise),
  reads: z
    .string()
    .regex(/^\d+$/, `must be a whole number from ${min} to ${max}`)
    .transform(Number)
    .refine((value) => value >= min && value <= max, `must be a whole number from ${min} to ${max}`),
});
/** A web address without its last slash. */
export const address = (means: string, otherwise: string): Variable<string> => ({
  means,
  otherwise,
  reads: z
    .string()
    .refine((value) => URL.canParse(value), "must be an address such as https://example.com")
    .transform((value) => value.replace(/\/+$/, "")),
});
/** A web address, or null when unset. */
export const optionalAddress = (means: string): Variable<string | null> => ({
  ...address(means, ""),
  otherwise: null,
});
/** One of a few words; the first when unset. */
export const oneOf = <const Names extends readonly [string, ...string[]]>(
  means: string,
  names: Names,
): Variable<Names[number]> => ({
  means: `${means}: ${names.join(", ")}`,
  otherwise: names[0],
  reads: z.string().pipe(z.enum(names, `must be one of ${names.join(", ")}`)),
});

/** A point of the way and a count, such as `after-send:30`; null when unset. */
export const crashAt = <const Points extends readonly string[]>(
  means: string,
  points: Points,
): Variable<{ readonly point: Points[number]; readonly passing: number } | null> => ({
  means: `${means}: ${points.join(", ")}`,
  otherwise: null,
  reads: z
    .string()
    .refine(
      (value) => /^[a-z-]+:[1-9]\d{0,5}$/.test(value) && points.includes(value.split(":")[0] ?? ""),
      `must be one of ${points.join(", ")} with a count, such as ${points[0]}:1`,
    )
    .transform((value) => {
      const [point = "", passing = ""] = value.split(":");
      return { point: point as Points[number], passing: Number(passing) };
    }),
});

/** An amount of money, 0 or more. */
export const amount = (means: string, otherwise: string): Variable<number> => ({
  means,
  otherwise,
  reads: z
    .string()
    .regex(/^\d+(?:\.\d+)?$/, "must be an amount such as 25 or 0.5")
    .transform(Number),
});

/** The three variables of one language-model provider. */
export function provider<const Name extends string>(
  name: Name,
  title: string,
  baseUrl: string,
  model: string,
): ProviderVariables<Name> {
  return {
    [`${name}_API_KEY`]: secret(`${title}; the provider is used only with a key`),
    [`${name}_BASE_URL`]: address(`${title}'s API`, baseUrl),
    [`${name}_MODEL`]: text(`Model asked at ${title}`, model),
  } as ProviderVariables<Name>;
}

type ProviderVariables<Name extends string> = {
  readonly [Key in `${Name}_API_KEY`]: Variable<Secret | null>;
} & { readonly [Key in `${Name}_BASE_URL` | `${Name}_MODEL`]: Variable<string> };
