import { pino } from "pino";

/** A structured log of one JSON line an event. */
export interface Log {
  debug(fields: Readonly<Record<string, unknown>>, message: string): void;
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
  error(fields: Readonly<Record<string, unknown>>, message: string): void;
}

type Level = "debug" | "info" | "warn" | "error" | "silent";

/** Writes to stderr; what looks like a phone number, an email address, a key or an IBAN is masked wherever it stands. */
export function createLog(level: Level, write?: (line: string) => void): Log {
  const destination = write ? { write } : pino.destination({ dest: 2, sync: false });
  const log = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  const at = (name: "debug" | "info" | "warn" | "error") => (fields: object, message: string) => {
    if (log.isLevelEnabled(name)) log[name](masked(fields) as object, maskText(message));
  };
  return { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
}

/** Errors keep name, message and stack; the depth is bounded because a log line is no dump. */
function masked(value: unknown, depth = 0): unknown {
  if (typeof value === "string") return maskText(value);
  if (typeof value !== "object" || value === null) return value;
  if (depth > 5) return "…";
  if (value instanceof Error)
    return { name: value.name, message: maskText(value.message), stack: maskText(value.stack ?? "") };
  if (Array.isArray(value)) return value.slice(0, 50).map((entry) => masked(entry, depth + 1));
  if ("toJSON" in value && typeof value.toJSON === "function") return value.toJSON();
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, masked(entry, depth + 1)]));
}

const PRIVATE: readonly (readonly [RegExp, string])[] = [
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, "[email]"],
  [/\bSA\d{22}\b/g, "[iban]"],
  [/\bBearer\s+\S+/gi, "Bearer [key]"],
  [/(?<![\w.:-])\+?[\d٠-٩۰-۹](?:[ -]?[\d٠-٩۰-۹]){8,14}(?![\w.:-])/g, "[number]"],
];

function maskText(text: string): string {
  return PRIVATE.reduce((masked, [shape, name]) => masked.replace(shape, name), text);
}
