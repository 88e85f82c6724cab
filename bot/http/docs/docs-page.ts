import { schemaText } from "./schema-text.ts";

type Json = Readonly<Record<string, unknown>>;

interface Operation {
  readonly method: string;
  readonly path: string;
  readonly detail: Json;
}

/** The OpenAPI document as one page: no script, nothing from elsewhere. */
export function docsPage(document: Json): string {
  const info = objectOf(document.info);
  const schemas = objectOf(objectOf(document.components).schemas);
  const operations = operationsOf(objectOf(document.paths));
  const tags = [...new Set(operations.map(({ detail }) => firstTag(detail)))];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>${safe(info.title)} API</title><link rel="stylesheet" href="/docs/docs.css"></head><body>
<h1>${safe(info.title)} API</h1><p>${safe(info.description)}</p>
<p>Version ${safe(info.version)} · <a href="/api/v1/openapi.json">openapi.json</a> · errors are always <code>{"error": {"code", "message", "details"?}}</code></p>
<nav>${tags.map((tag) => `<a href="#${safe(tag)}">${safe(tag)}</a>`).join("")}<a href="#schemas">schemas</a></nav>
${tags.map((tag) => section(tag, operations)).join("\n")}
<h2 id="schemas">Schemas</h2>
${Object.entries(schemas)
  .map(([name, schema]) => component(name, schema))
  .join("\n")}
</body></html>`;
}

function section(tag: string, operations: readonly Operation[]): string {
  const own = operations.filter(({ detail }) => firstTag(detail) === tag);
  return `<h2 id="${safe(tag)}">${safe(tag)}</h2>\n${own.map(operationBlock).join("\n")}`;
}

function operationBlock({ method, path, detail }: Operation): string {
  const needs = whoMay(detail);
  const body = objectOf(detail.requestBody).content;
  return `<details id="${safe(detail.operationId)}"><summary><span class="method ${safe(method)}">${safe(method)}</span>
<code>${safe(path)}</code><span class="what">${safe(detail.summary)}</span><span class="lock">${safe(needs)}</span></summary><div>
${parameterTable(detail.parameters)}
${body === undefined ? "" : `<h3>Body</h3>${contentBlock(objectOf(body))}`}
<h3>Answers</h3>${Object.entries(objectOf(detail.responses))
    .map(([status, answer]) => answerBlock(status, objectOf(answer)))
    .join("")}</div></details>`;
}

function whoMay(detail: Json): string {
  const security = Array.isArray(detail.security) ? detail.security.map(objectOf) : [];
  if (security.length === 0) return "no key";
  if (security.some((kind) => "visitor" in kind)) return "chat token";
  return detail.description === undefined ? "key" : "admin's key";
}

function parameterTable(parameters: unknown): string {
  if (!Array.isArray(parameters)) return "";
  const rows = parameters.map(objectOf).map((parameter) => {
    const schema = objectOf(parameter.schema);
    const need = parameter.required === true ? "required" : "";
    return `<tr><td><code>${safe(parameter.name)}</code></td><td>${safe(parameter.in)} ${need}</td><td><code>${safe(schemaText(schema))}</code> ${safe(schema.description ?? "")}</td></tr>`;
  });
  return `<h3>Parameters</h3><table>${rows.join("")}</table>`;
}

function answerBlock(status: string, answer: Json): string {
  const content = objectOf(answer.content);
  const isError = JSON.stringify(content).includes("#/components/schemas/Error");
  const shape = isError || Object.keys(content).length === 0 ? "" : contentBlock(content);
  return `<p><code>${safe(status)}</code> ${safe(answer.description)}</p>${shape}`;
}

function contentBlock(content: Json): string {
  return Object.entries(content)
    .map(([mediaType, media]) => {
      const text = schemaText(objectOf(objectOf(media).schema));
      return mediaType === "application/json"
        ? `<pre>${linked(text)}</pre>`
        : `<p><code>${safe(mediaType)}</code></p>`;
    })
    .join("");
}

function component(name: string, schema: unknown): string {
  // The anchor stands inside, so that following a link opens what is folded.
  const text = linked(schemaText(objectOf(schema)));
  return `<details><summary><code>${safe(name)}</code></summary><div><pre id="schema-${safe(name)}">${text}</pre></div></details>`;
}

/** Names of schemas begin with a capital and stand bare; each leads to its schema. */
function linked(text: string): string {
  return safe(text).replace(/^(.*?)(\/\/.*)?$/gm, (_, code: string, note = "") => {
    const names = code.replace(
      /(?<![\w&#;])[A-Z][A-Za-z]+\b(?!&#)/g,
      (name) => `<a href="#schema-${name}">${name}</a>`,
    );
    return names + note;
  });
}

function operationsOf(paths: Json): readonly Operation[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(objectOf(methods)).map(([method, detail]) => ({ method, path, detail: objectOf(detail) })),
  );
}

function firstTag(detail: Json): string {
  return Array.isArray(detail.tags) ? String(detail.tags[0]) : "other";
}

function objectOf(value: unknown): Json {
  return typeof value === "object" && value !== null ? (value as Json) : {};
}

function safe(value: unknown): string {
  return String(value ?? "").replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
}
