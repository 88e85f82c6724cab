import { randomBytes } from "node:crypto";
import { Secret } from "../../bot/contracts/secret.ts";
import { isGenuine } from "../../channels/whatsapp/signature.ts";
import { signatureOf } from "../support/house.ts";
import { Dice } from "./mutate.ts";

export interface TimingReport {
  readonly tries: number;
  /** Welch's t between the two sorts; beyond 4.5 either way the time tells where a signature is wrong. */
  readonly t: number;
  readonly means: { readonly firstWrongNs: number; readonly lastWrongNs: number };
}

const SECRET = "app-secret-of-a-test";
/** What takes longer than nine in ten was interrupted and says nothing of the comparison. */
const KEPT = 0.9;

/** Checks signatures that are wrong in their first byte or in their last, in an order of chance; are they told apart by the time? */
export function signatureTiming(tries: number, seed: number): TimingReport {
  const dice = new Dice(seed);
  const secret = new Secret(SECRET);
  const body = randomBytes(600).map((byte) => byte & 127);
  const right = signatureOf(body, SECRET).slice("sha256=".length);
  const wrongAt = (at: number) =>
    `${right.slice(0, at)}${right[at] === "0" ? "1" : "0"}${right.slice(at + 1)}`;
  const sorts = [wrongAt(0), wrongAt(right.length - 1)].map((signature) => ({
    request: { headers: { "x-hub-signature-256": `sha256=${signature}` }, body, query: {} },
    times: [] as number[],
  }));
  for (let tried = 0; tried < tries; tried += 1) {
    const sort = dice.pick(sorts);
    const began = process.hrtime.bigint();
    const genuine = isGenuine(sort.request, secret);
    const took = Number(process.hrtime.bigint() - began);
    if (genuine) throw new Error("a wrong signature was taken for ours");
    if (tried > tries / 10) sort.times.push(took);
  }
  const limit = quantile(
    sorts.flatMap(({ times }) => times),
    KEPT,
  );
  const [first, last] = sorts.map(({ times }) => momentsOf(times.filter((time) => time <= limit)));
  if (first === undefined || last === undefined) throw new Error("there are two sorts");
  const t = (first.mean - last.mean) / Math.sqrt(first.variance / first.count + last.variance / last.count);
  return { tries, t, means: { firstWrongNs: first.mean, lastWrongNs: last.mean } };
}

function quantile(times: readonly number[], share: number): number {
  return times.toSorted((one, other) => one - other)[Math.floor(times.length * share)] ?? 0;
}

function momentsOf(times: readonly number[]) {
  const mean = times.reduce((sum, time) => sum + time, 0) / times.length;
  const variance = times.reduce((sum, time) => sum + (time - mean) ** 2, 0) / (times.length - 1);
  return { mean, variance, count: times.length };
}
