import { Ajv2020 } from "ajv/dist/2020.js";

type Json = Readonly<Record<string, unknown>>;

/** The running server's own document, to hold its answers against. */
export interface ApiDocument {
  readonly operations: readonly { readonly method: string; readonly path: string }[];
  /** Complaints about an answer: an undocumented status, or a body that is not what the document says. */
  complaints(method: string, path: string, status: number, body: unknown): readonly string[];
  /** Names of operations that no answer was checked for yet. */
  unchecked(): readonly string[];
}

export async function readDocument(url: string): Promise<ApiDocument> {
  const document = (await (await fetch(`${url}/api/v1/openapi.json`)).json()) as Json;
  const ajv = new Ajv2020({ strict: false, validateFormats: false, allErrors: true });
  const { components } = document;
  const compiled = new Map<string, ReturnType<typeof ajv.compile>>();
  const paths = document.paths as Record<string, Record<string, Json>>;
  const operations = Object.entries(paths).flatMap(([path, methods]) =>
    Object.keys(methods).map((method) => ({ method, path })),
  );
  const unchecked = new Set(operations.map(({ method, path }) => `${method} ${path}`));
  return {
    operations,
    complaints(method, path, status, body) {
      const template = operations.find((one) => one.method === method && matches(one.path, path))?.path;
      const answer = template && (paths[template]?.[method]?.responses as Json)?.[String(status)];
      if (!template || !answer) return [`${method} ${path} answered ${status}, which is not documented`];
      unchecked.delete(`${method} ${template}`);
      if (!("content" in (answer as Json)) || body === undefined) return [];
      const media = ((answer as Json).content as Record<string, Json>)["application/json"];
      if (!media) return [];
      const key = `${method} ${template} ${status}`;
      const validate = compiled.get(key) ?? ajv.compile({ ...(media.schema as Json), components });
      compiled.set(key, validate);
      return validate(body) ? [] : [ajv.errorsText(validate.errors, { dataVar: `${method} ${path}` })];
    },
    unchecked: () => [...unchecked],
  };
}

function matches(template: string, path: string): boolean {
  const shape = template
    .split("/")
    .map((part) => (part.startsWith("{") ? "[^/]+" : part.replace(/[.]/g, "\\.")))
    .join("/");
  return new RegExp(`^${shape}$`).test(path);
}
