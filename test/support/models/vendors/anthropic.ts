import { sdkContract } from "../contracts.ts";
import { listAt, recordAt, textAt, type Usage, type Vendor } from "./vendor.ts";

/** Anthropic's Messages API. */
export function anthropicVendor(): Vendor {
  return {
    name: "anthropic",
    base: "",
    path: /^\/v1\/messages$/,
    // The SDK sends its key as a bearer since 1.x; the API takes both.
    key: (headers) => headers.authorization?.replace(/^Bearer /, "") ?? String(headers["x-api-key"]),
    askedWrong: sdkContract("anthropic-sdk-1.12.0-message-create.schema.json"),
    answeredWrong: sdkContract("anthropic-sdk-1.12.0-message.schema.json"),
    read: (body) => {
      const content = listAt(body, "messages", 0, "content");
      const schema = recordAt(body, "output_config", "format", "schema");
      return {
        model: textAt(body, "model"),
        name: textAt(schema, "title"),
        instructions: listAt(body, "system")
          .map((block) => textAt(block, "text"))
          .join("\n"),
        text: content.map((block) => textAt(block, "text")).join(""),
        schema,
        images: content.filter((block) => textAt(block, "type") === "image").length,
        sound: null,
      };
    },
    answer: (text, usage, model) => message(text === "" ? [] : [text], "end_turn", usage, model),
    truncated: (text, usage, model) => message([text], "max_tokens", usage, model),
    refusal: (usage, model) => ({
      status: 200,
      body: {
        ...message([], "refusal", usage, model),
        stop_details: { type: "refusal", category: "general_harms", explanation: null },
      },
    }),
    error: (status, text) => ({
      type: "error",
      error: { type: TYPES.get(status) ?? "api_error", message: text },
      request_id: "req_of_a_test",
    }),
    overloaded: 529,
  };
}

const TYPES: ReadonlyMap<number, string> = new Map([
  [400, "invalid_request_error"],
  [401, "authentication_error"],
  [429, "rate_limit_error"],
  [529, "overloaded_error"],
]);

function message(texts: readonly string[], reason: string, usage: Usage, model: string): object {
  return {
    ...{ id: "msg_of_a_test", type: "message", role: "assistant", model },
    content: texts.map((text) => ({ type: "text", text, citations: null })),
    ...{ stop_reason: reason, stop_sequence: null, stop_details: null, container: null, diagnostics: null },
    usage: {
      input_tokens: usage.in - usage.cached,
      output_tokens: usage.out,
      cache_read_input_tokens: usage.cached,
      ...{ cache_creation: null, cache_creation_input_tokens: null, inference_geo: null },
      ...{ output_tokens_details: null, server_tool_use: null, service_tier: "standard", speed: null },
    },
  };
}
