import type { IncomingHttpHeaders } from "node:http";
import { openAiContract } from "./contracts.ts";
import type { Wish } from "./vendors/vendor.ts";

/** What a recording says, with Whisper's measures of it. */
export interface Speech {
  readonly text: string;
  readonly seconds?: number;
  readonly segments?: readonly {
    readonly text: string;
    readonly start: number;
    readonly end: number;
    readonly avg_logprob: number;
    readonly no_speech_prob: number;
    readonly compression_ratio?: number;
  }[];
}

const answeredWrong = openAiContract("CreateTranscriptionResponseVerboseJson", ["task"]);

/** Groq's /audio/transcriptions. */
export const transcription = {
  /** Reads the form; complains of what Whisper's service would refuse. */
  read: async (
    raw: Buffer,
    headers: IncomingHttpHeaders,
    complain: (what: string) => void,
  ): Promise<Wish> => {
    const type = headers["content-type"] ?? "";
    const form = await new Response(Uint8Array.from(raw), { headers: { "content-type": type } }).formData();
    const file = form.get("file");
    if (!(file instanceof File)) throw new Error("no file in the form");
    if (!/\.(flac|mp3|mp4|mpeg|mpga|m4a|ogg|wav|webm)$/.test(file.name)) complain(`file ${file.name}`);
    if (form.get("response_format") !== "verbose_json") complain("not verbose_json");
    for (const [name] of form) if (!FIELDS.has(name)) complain(`${name} is not a field`);
    return {
      model: String(form.get("model")),
      ...{ name: "transcription", instructions: String(form.get("prompt") ?? ""), text: "" },
      ...{ schema: null, images: 0 },
      sound: { mediaType: file.type, bytes: Buffer.from(await file.arrayBuffer()) },
    };
  },
  /** Whisper's verbose_json. */
  answer: ({ text, seconds = 4, segments }: Speech): object => {
    const one = {
      text,
      start: 0,
      end: seconds,
      avg_logprob: -0.2,
      no_speech_prob: text === "" ? 0.95 : 0.01,
    };
    const answer = {
      ...{ task: "transcribe", language: "Arabic", duration: seconds, text },
      segments: (segments ?? [one]).map((segment, id) => ({
        ...{ id, seek: 0, tokens: [1, 2, 3], temperature: 0, compression_ratio: 1.2, ...segment },
      })),
    };
    const wrong = answeredWrong(answer);
    if (wrong.length > 0) throw new Error(wrong.join("; "));
    return answer;
  },
  /** The same from a model that is asked for it in JSON. */
  asJson: ({ text }: Speech): string =>
    JSON.stringify({ text, speech: text !== "", confidence: text === "" ? 0 : 0.9 }),
};

const FIELDS = new Set(
  "file model language prompt response_format temperature timestamp_granularities[] url".split(" "),
);
