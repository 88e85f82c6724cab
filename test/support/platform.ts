import type {
  ChannelLimits,
  ChannelNews,
  RawRequest,
  SendResult,
  WebhookChannel,
} from "../../bot/contracts/channel.ts";
import type { Address, ChannelName, OutboundMessage } from "../../bot/conversation/message.ts";

const LIMITS: ChannelLimits = {
  textLength: 4096,
  buttons: 3,
  listRows: 10,
  choiceLabelLength: 20,
  replyWindowHours: 24,
  settlesByReceipt: true,
};

/** What happens to one send: how long it takes, and how it ends. `lost` = it arrived, but the answer did not. */
export interface Fate {
  readonly afterMs?: number;
  readonly lost?: boolean;
  readonly result?: Exclude<SendResult, { readonly ok: true }>;
}

/** A small messaging platform in memory: a real channel, with a record of what arrived and when. */
export class Platform implements WebhookChannel {
  readonly name: ChannelName;
  readonly limits: ChannelLimits;
  /** Messages that reached people, in the order they did. */
  readonly arrived: (OutboundMessage & { readonly platformId: string; readonly at: number })[] = [];
  readonly acknowledged: string[] = [];
  /** What happens to each send; by default it arrives at once. */
  fate: (message: OutboundMessage) => Fate = () => ({});
  #made = 0;

  constructor(limits: Partial<ChannelLimits> = {}, name: ChannelName = "whatsapp") {
    this.limits = { ...LIMITS, ...limits };
    this.name = name;
  }

  async send(message: OutboundMessage): Promise<SendResult> {
    const { afterMs = 0, lost = false, result } = this.fate(message);
    if (afterMs > 0) await new Promise((done) => setTimeout(done, afterMs));
    if (result !== undefined && !lost) return result;
    this.#made += 1;
    const platformId = `out-${this.name}-${this.#made}`;
    this.arrived.push({ ...message, platformId, at: performance.now() });
    if (lost) return { ok: false, failure: { kind: "in-doubt" }, detail: "the connection broke" };
    return { ok: true, platformIds: [platformId] };
  }

  async acknowledge(_: Address, messageId: string): Promise<void> {
    this.acknowledged.push(messageId);
  }

  isGenuine(request: RawRequest): boolean {
    return request.headers["x-genuine"] === "yes";
  }

  read(request: RawRequest): readonly ChannelNews[] {
    return JSON.parse(Buffer.from(request.body).toString()) as ChannelNews[];
  }

  /** The texts that reached one person. */
  textsTo(handle: string): string[] {
    return this.arrived.filter(({ to }) => to.handle === handle).map(({ text }) => text);
  }
}
