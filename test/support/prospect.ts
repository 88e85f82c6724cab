import { setTimeout as sleep } from "node:timers/promises";
import type { Arrived } from "./graph-stand-in.ts";
import { ask, askAll, type Json, PHONE_NUMBER_ID, postWebhook, type RunningHouse } from "./house.ts";

let people = 0;
let written = 0;

/** Somebody on WhatsApp, seen from outside: writes by signed webhooks, reads what arrived at the stand-in of Meta. */
export class Prospect {
  readonly phone: string;
  /** Everything written so far, by platform id. */
  readonly wrote = new Map<string, string>();
  /** Topics that were answered when asked, in order. */
  readonly answered: string[] = [];
  private readonly house: RunningHouse;
  private readonly name: string;
  private seen = 0;

  constructor(house: RunningHouse, name: string) {
    people += 1;
    this.house = house;
    this.name = name;
    this.phone = `9665${String(10_000_000 + (process.pid % 1_000) * 1_000 + people)}`;
  }

  /** Everything that reached this phone, oldest first. */
  get inbox(): readonly Arrived[] {
    return this.house.graph.to(this.phone);
  }

  /** Writes bubbles one after another and waits until each was heard; gives what came back. */
  async says(...bubbles: readonly string[]): Promise<readonly Arrived[]> {
    for (const text of bubbles) await this.post({ type: "text", text: { body: text } }, text);
    return await this.settled();
  }

  /** Writes without waiting for anything; gives the platform id. */
  async writes(text: string): Promise<string> {
    return await this.post({ type: "text", text: { body: text } }, text);
  }

  /** Taps a button or a row of the last message that offered some: by its place (from 1) or a part of its label. */
  async taps(which: number | string): Promise<readonly Arrived[]> {
    const offer = this.inbox.findLast(({ choices }) => choices.length > 0);
    const choice =
      typeof which === "number"
        ? offer?.choices[which - 1]
        : offer?.choices.find(({ label }) => label.includes(which));
    if (offer === undefined || choice === undefined)
      throw new Error(`${this.name}: nothing to tap for ${which}`);
    const kind = offer.body.interactive?.type === "list" ? "list_reply" : "button_reply";
    const interactive = { type: kind, [kind]: { id: choice.id, title: choice.label } };
    await this.post({ type: "interactive", interactive, context: { id: offer.id } }, choice.label);
    return await this.settled();
  }

  /** Posts a message of any type; gives its platform id. */
  async post(content: Readonly<Record<string, unknown>>, text: string): Promise<string> {
    written += 1;
    const id = `wamid.${this.phone}.${written}`;
    this.wrote.set(id, text);
    const status = await postWebhook(this.house.url, webhookOf(this.phone, this.name, id, content));
    if (status !== 200) throw new Error(`the webhook answered ${status}`);
    return id;
  }

  /** The conversation as the API shows it. */
  async talk(): Promise<Json> {
    const found = await ask(this.house.url, "GET", `/api/v1/conversations?handle=${this.phone}`);
    return found.body.data[0];
  }

  async lead(): Promise<Json> {
    return (await ask(this.house.url, "GET", `/api/v1/leads/${(await this.talk()).leadId}`)).body;
  }

  async transcript(): Promise<readonly Json[]> {
    return await askAll(this.house.url, `/api/v1/conversations/${(await this.talk()).id}/messages`);
  }

  async trace(): Promise<readonly Json[]> {
    return await askAll(this.house.url, `/api/v1/conversations/${(await this.talk()).id}/trace`);
  }

  /** Waits until all that was written is heard and all that is to be said has left; gives what is new in the inbox. */
  async settled(longestMs = 20_000): Promise<readonly Arrived[]> {
    const end = Date.now() + longestMs;
    while (!(await this.isQuiet())) {
      if (Date.now() > end) throw new Error(`${this.name} was not heard out within ${longestMs} ms`);
      await sleep(15);
    }
    const fresh = this.inbox.slice(this.seen);
    this.seen = this.inbox.length;
    return fresh;
  }

  private async isQuiet(): Promise<boolean> {
    if ((await this.talk()) === undefined) return false;
    const entries = await this.transcript();
    const heard = entries.filter(({ direction, status }) => direction === "in" && status !== "received");
    const open = entries.some(
      ({ direction, status }) => direction === "out" && (status === "waiting" || status === "sending"),
    );
    return !open && heard.length >= this.wrote.size;
  }
}

/** The post that Meta makes of one message. */
export function webhookOf(
  phone: string,
  name: string,
  id: string,
  content: Readonly<Record<string, unknown>>,
): string {
  const message = { from: phone, id, timestamp: String(Math.floor(Date.now() / 1000)), ...content };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "966112345678", phone_number_id: PHONE_NUMBER_ID },
    contacts: [{ profile: { name }, wa_id: phone }],
    messages: [message],
  };
  return JSON.stringify({
    object: "whatsapp_business_account",
    entry: [{ id: "102290129340398", changes: [{ field: "messages", value }] }],
  });
}
