import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { PROVIDERS, type ProviderName } from "../../../agents/router/models.ts";
import type { ModelSettings } from "../../../agents/router/open-models.ts";
import { Secret } from "../../../bot/contracts/secret.ts";
import type { Misbehaviour } from "./misbehaviour.ts";
import { type AnswerFor, type HeardRequest, keyOf, type Shared, serve, USAGE, type Wrong } from "./serve.ts";
import type { Speech } from "./speech.ts";
import { anthropicVendor } from "./vendors/anthropic.ts";
import { deepseekVendor, glmVendor, groqVendor } from "./vendors/chat-vendors.ts";
import { geminiVendor } from "./vendors/gemini.ts";
import type { Usage, Vendor } from "./vendors/vendor.ts";

export interface StandInOptions {
  /** What the models say, by the schema's name and the texts of the material, one a line. */
  readonly answer?: AnswerFor;
  /** What a recording says; silence unless set. */
  readonly hear?: (recording: { readonly bytes: Buffer; readonly mediaType: string }) => Speech;
  readonly latencyMs?: number;
  /** What an answer claims to have used; the same for every answer unless set. */
  readonly usage?: (request: HeardRequest, answer: string) => Usage;
  /** false = nothing is checked against the contracts, for measuring. */
  readonly checks?: boolean;
}

export interface StandInModels {
  readonly urls: Readonly<Record<ProviderName, string>>;
  /** For `openModels`: every provider with a key. */
  readonly settings: ModelSettings;
  /** For a whole program: the environment variables of all five. */
  readonly environment: Readonly<Record<string, string>>;
  /** What was heard, oldest first; a misbehaving provider hears too, a refused one does not. */
  readonly requests: readonly HeardRequest[];
  /** What the vendors' contracts say against a request or an answer; must stay empty. */
  readonly complaints: readonly string[];
  /** May be changed at any time. */
  answer: AnswerFor;
  latencyMs: number;
  /** From now on this provider, or all, is wrong in this way; null = right again. `times` = only for so many requests. */
  misbehave(
    provider: ProviderName | "all",
    how: Misbehaviour | null,
    more?: { readonly retryAfter?: string; readonly times?: number },
  ): Promise<void>;
  /** Requests heard by one provider. */
  heardBy(provider: ProviderName): readonly HeardRequest[];
  close(): Promise<void>;
}

/** The five providers on loopback, each in its own wire format, checking what it hears and says by its contract. */
export async function standInModels(options: StandInOptions = {}): Promise<StandInModels> {
  const requests: HeardRequest[] = [];
  const complaints: string[] = [];
  const shared: Shared = {
    ...{ requests, complaints, checks: options.checks !== false },
    hear: options.hear ?? (() => ({ text: "" })),
    answer: options.answer ?? (() => ({})),
    latencyMs: options.latencyMs ?? 0,
    usage: options.usage ?? (() => USAGE),
  };
  const vendors = VENDORS.map((make) => make());
  // Now, for the first request must not wait until its contract is compiled.
  if (shared.checks)
    for (const { askedWrong, answeredWrong } of vendors)
      for (const check of [askedWrong, answeredWrong]) check({});
  const houses = await Promise.all(vendors.map((vendor) => openHouse(vendor, shared)));
  const houseOf = (name: ProviderName) => houses.filter(({ vendor }) => vendor.name === name);
  const urls = Object.fromEntries(houses.map(({ vendor, url }) => [vendor.name, url]));
  return {
    ...{ requests, complaints },
    urls: urls as StandInModels["urls"],
    settings: settingsFor(urls),
    environment: environmentFor(urls),
    get answer() {
      return shared.answer;
    },
    set answer(next) {
      shared.answer = next;
    },
    get latencyMs() {
      return shared.latencyMs;
    },
    set latencyMs(next) {
      shared.latencyMs = next;
    },
    misbehave: async (provider, how, more = {}) => {
      const chosen = provider === "all" ? houses : houseOf(provider);
      await Promise.all(chosen.map((house) => house.misbehave(how, more)));
    },
    heardBy: (provider) => requests.filter((request) => request.provider === provider),
    close: async () => {
      await Promise.all(houses.map((house) => house.close()));
    },
  };
}

const VENDORS = [anthropicVendor, geminiVendor, groqVendor, deepseekVendor, glmVendor];

async function openHouse(vendor: Vendor, shared: Shared) {
  let wrong: Wrong | null = null;
  const server = createServer((request, response) => {
    serve(vendor, shared, takeWrong, request, response).catch((problem: unknown) => {
      shared.complaints.push(`${vendor.name}: ${String(problem)}`);
      response.destroy();
    });
  });
  const takeWrong = (): Wrong | null => {
    if (wrong === null || wrong.left <= 0) return null;
    wrong.left -= 1;
    return wrong;
  };
  const port = await listen(server, 0);
  return {
    vendor,
    url: `http://127.0.0.1:${port}${vendor.base === "/" ? "" : vendor.base}`,
    misbehave: async (
      how: Misbehaviour | null,
      { retryAfter = null, times = Number.POSITIVE_INFINITY }: { retryAfter?: string | null; times?: number },
    ) => {
      wrong = how === null ? null : { how, retryAfter, left: times };
      if (how === "refused") await shut(server);
      else if (!server.listening) await listen(server, port);
    },
    close: () => shut(server),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((done, failed) => {
    server.once("error", failed);
    server.listen(port, "127.0.0.1", () => done((server.address() as AddressInfo).port));
  });
}

function shut(server: Server): Promise<void> {
  return new Promise((done) => {
    if (!server.listening) return done();
    server.close(() => done());
    server.closeAllConnections();
  });
}

/** Settings for `openModels` with every key, for stand-ins that run elsewhere. */
export function settingsFor(urls: Readonly<Record<string, string>>): ModelSettings {
  const setting = (name: ProviderName, model: string) => ({
    ...{ apiKey: new Secret(keyOf(name)), baseUrl: urls[name] ?? "", model },
  });
  return {
    anthropic: setting("anthropic", "claude-sonnet-5-5"),
    gemini: setting("gemini", "gemini-3.8-flash"),
    groq: setting("groq", "openai/gpt-oss-120b"),
    deepseek: setting("deepseek", "deepseek-v4-flash"),
    glm: setting("glm", "glm-5.2"),
    transcriptionModel: "whisper-large-v3",
  };
}

function environmentFor(urls: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    PROVIDERS.flatMap((name) => [
      [`${name.toUpperCase()}_API_KEY`, keyOf(name)],
      [`${name.toUpperCase()}_BASE_URL`, urls[name] ?? ""],
    ]),
  );
}
