import { type Complain, openAiContract, sdkContract } from "../contracts.ts";
import { listAt, recordAt, textAt, type Usage, type Vendor, type Wish } from "./vendor.ts";

const DONE = { finish: "stop" };

/** Groq: OpenAI's format by its own SDK's types. */
export function groqVendor(): Vendor {
  return {
    ...chat("groq", /^\/openai\/v1\/chat\/completions$/, "/"),
    base: "",
    askedWrong: sdkContract("groq-sdk-1.6.0-chat-create.schema.json"),
    answeredWrong: sdkContract("groq-sdk-1.6.0-chat-completion.schema.json"),
    answer: (text, usage, model) => completion(text, DONE, usageOf(usage), model),
    truncated: (text, usage, model) => completion(text, { finish: "length" }, usageOf(usage), model),
    overloaded: 498,
  };
}

/** DeepSeek: OpenAI's format, with `thinking` and its own names for cached tokens. */
export function deepseekVendor(): Vendor {
  const usageHere = (usage: Usage) => ({
    ...usageOf(usage),
    prompt_cache_hit_tokens: usage.cached,
    prompt_cache_miss_tokens: usage.in - usage.cached,
  });
  return {
    ...openAiVendor("deepseek", ""),
    answer: (text, usage, model) => completion(text, DONE, usageHere(usage), model),
    truncated: (text, usage, model) => completion(text, { finish: "length" }, usageHere(usage), model),
    refusal: () => ({ status: 400, body: errorBody(400, "Content Exists Risk") }),
  };
}

/** GLM at Z.ai: OpenAI's format, with `thinking` and its own codes. */
export function glmVendor(): Vendor {
  return {
    ...openAiVendor("glm", "/api/paas/v4"),
    refusal: () => ({
      status: 400,
      body: { error: { code: "1301", message: "The input may contain unsafe or sensitive content" } },
    }),
  };
}

function openAiVendor(name: "deepseek" | "glm", base: string): Vendor {
  const asked = openAiContract("CreateChatCompletionRequest", ["thinking"]);
  return {
    ...chat(name, new RegExp(`^${base}/chat/completions$`), base),
    askedWrong: (body) => [...asked(body), ...wordJson(body)],
    answeredWrong: openAiContract("CreateChatCompletionResponse", []),
    answer: (text, usage, model) => completion(text, DONE, usageOf(usage), model),
    truncated: (text, usage, model) => completion(text, { finish: "length" }, usageOf(usage), model),
    overloaded: 503,
  };
}

/** DeepSeek answers 400 to JSON mode without the word in a message; OpenAI does the same. */
const wordJson: Complain = (body) =>
  listAt(body, "messages").some((message) => /json/i.test(textAt(message, "content")))
    ? []
    : ["JSON mode without the word JSON"];

function chat(name: "groq" | "deepseek" | "glm", path: RegExp, base: string) {
  return {
    ...{ name, path, base },
    key: (headers: { readonly authorization?: string | undefined }) =>
      headers.authorization?.replace(/^Bearer /, ""),
    read: readChat,
    refusal: (usage: Usage, model: string) => ({
      status: 200,
      body: completion("", { finish: "stop", refusal: "I cannot help with that." }, usageOf(usage), model),
    }),
    error: errorBody,
  };
}

function readChat(body: unknown): Wish {
  const says = (role: string) =>
    listAt(body, "messages")
      .filter((message) => textAt(message, "role") === role)
      .map((message) => textAt(message, "content"))
      .join("\n");
  const instructions = says("system");
  const format = recordAt(body, "response_format", "json_schema");
  const schema = recordAt(format, "schema") ?? schemaIn(instructions);
  return {
    model: textAt(body, "model"),
    name: textAt(format, "name") || textAt(schema, "title"),
    ...{ instructions, schema, text: says("user"), images: 0, sound: null },
  };
}

function schemaIn(instructions: string): Wish["schema"] {
  const written = /JSON Schema:\n(\{.*\})$/m.exec(instructions)?.[1];
  return written === undefined ? null : recordAt(JSON.parse(written));
}

function completion(
  content: string,
  { finish, refusal }: { readonly finish: string; readonly refusal?: string },
  usage: object,
  model: string,
): object {
  return {
    ...{ id: "chatcmpl-of-a-test", object: "chat.completion", created: 1_795_000_000, model },
    choices: [
      {
        ...{ index: 0, finish_reason: finish, logprobs: null },
        message: { role: "assistant", content, refusal: refusal ?? null },
      },
    ],
    usage,
  };
}

function usageOf(usage: Usage) {
  return {
    prompt_tokens: usage.in,
    completion_tokens: usage.out,
    total_tokens: usage.in + usage.out,
    prompt_tokens_details: { cached_tokens: usage.cached },
  };
}

function errorBody(status: number, message: string): object {
  const type = status === 401 ? "authentication_error" : "invalid_request_error";
  return { error: { message, type, param: null, code: status === 401 ? "invalid_api_key" : null } };
}
