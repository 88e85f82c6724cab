import { createHash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { complaintsAbout, type GraphBody } from "./graph-rules.ts";

/** One message as it reached a person's phone. */
export interface Arrived {
  /** The person's number without "+", or a business-scoped id. */
  readonly to: string;
  readonly id: string;
  readonly type: string;
  /** What the person reads, without the choices. */
  readonly text: string;
  readonly choices: readonly { readonly id: string; readonly label: string }[];
  /** Platform id of the message it quotes. */
  readonly quotes: string | null;
  readonly body: GraphBody;
  /** `performance.now()` of the moment the whole request was there. */
  readonly at: number;
}

export interface Upload {
  readonly id: string;
  readonly bytes: string;
}

/** The part of the Graph API that Majlis uses, on loopback: it refuses what Meta would refuse, and remembers all of it. */
export interface GraphStandIn {
  readonly url: string;
  readonly arrived: readonly Arrived[];
  readonly uploads: readonly Upload[];
  /** Platform ids that were marked as read. */
  readonly read: readonly string[];
  /** What Meta would have refused; must stay empty. */
  readonly complaints: readonly string[];
  /** Files that people sent, by their media id. */
  readonly files: Map<string, { readonly mediaType: string; readonly bytes: Buffer }>;
  /** How long each answer takes, in milliseconds. */
  latencyMs: number;
  /** Called when a message has arrived and before it is answered. */
  onArrival: (message: Arrived) => void;
  to(handle: string): readonly Arrived[];
  close(): Promise<void>;
}

export const ACCESS_TOKEN = "graph-token-of-a-test";
const PATH = /^\/v\d+\.\d+\/([^/]+)\/(messages|media)$/;
const FILE = /^\/(?:v\d+\.\d+|file)\/([^/]+)$/;
const NOT_YOURS = { error: { code: 100, error_subcode: 33, message: "Object does not exist" } };

/** Starts it on `port`; 0 takes any free one. */
export async function startGraph(phoneNumberId: string, port = 0): Promise<GraphStandIn> {
  const state = {
    ...{
      arrived: [] as Arrived[],
      uploads: [] as Upload[],
      read: [] as string[],
      complaints: [] as string[],
    },
    ...{ latencyMs: 0, made: 0 },
  };
  const server = createServer((request, response) => {
    answer(request, response).catch((problem: unknown) => {
      state.complaints.push(String(problem));
      response.destroy();
    });
  });

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await wholeOf(request);
    const at = performance.now();
    if (request.method === "GET") return giveFile(request, response);
    const [, account, what] = PATH.exec(request.url ?? "") ?? [];
    // A number that is not this business's: the token has no right to it, and nobody did wrong by trying.
    if (account !== phoneNumberId) return reply(response, 400, NOT_YOURS);
    if (request.headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
      return refuse(response, 401, "without the right token");
    if (what === "media") return takeUpload(bytes, response);
    return await takeMessage(bytes, at, response);
  };
  /** First where a file is, then its bytes; both for our token only. */
  const giveFile = ({ url = "", headers }: IncomingMessage, response: ServerResponse): void => {
    const [, id = ""] = FILE.exec(url) ?? [];
    const file = stand.files.get(id);
    if (headers.authorization !== `Bearer ${ACCESS_TOKEN}`)
      refuse(response, 401, "a file without the right token");
    else if (file === undefined) reply(response, 404, NOT_YOURS);
    else if (url.startsWith("/file/"))
      response.writeHead(200, { "content-type": file.mediaType }).end(file.bytes);
    else reply(response, 200, describedAs(id, file, stand.url));
  };
  const takeMessage = async (bytes: Buffer, at: number, response: ServerResponse): Promise<void> => {
    const body = JSON.parse(bytes.toString("utf8")) as GraphBody;
    const wrong = complaintsAbout(body);
    if (wrong.length > 0) return refuse(response, 400, `${wrong.join("; ")} in ${bytes.toString("utf8")}`);
    if (body.status === "read") {
      state.read.push(String(body.message_id));
      return reply(response, 200, { success: true });
    }
    state.made += 1;
    const message = arrivedOf(body, `wamid.out.${port}.${state.made}`, at);
    state.arrived.push(message);
    stand.onArrival(message);
    if (stand.latencyMs > 0) await new Promise((done) => setTimeout(done, stand.latencyMs));
    reply(response, 200, {
      messaging_product: "whatsapp",
      contacts: [{ input: message.to, wa_id: message.to }],
      messages: [{ id: message.id }],
    });
  };
  const refuse = (response: ServerResponse, status: number, why: string): void => {
    state.complaints.push(why);
    reply(response, status, { error: { code: status === 401 ? 190 : 100, message: why } });
  };
  const takeUpload = (bytes: Buffer, response: ServerResponse): void => {
    const upload = { id: `media-${state.uploads.length + 1}`, bytes: bytes.toString("latin1") };
    state.uploads.push(upload);
    reply(response, 200, { id: upload.id });
  };

  await new Promise<void>((done) => server.listen(port, "127.0.0.1", done));
  const stand: GraphStandIn = {
    ...{ arrived: state.arrived, uploads: state.uploads, read: state.read, complaints: state.complaints },
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    files: new Map(),
    latencyMs: 0,
    onArrival: () => undefined,
    to: (handle) => state.arrived.filter(({ to }) => to === handle.replace(/^\+/, "")),
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return stand;
}

function describedAs(id: string, { bytes, mediaType }: { mediaType: string; bytes: Buffer }, url: string) {
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  const about = { mime_type: mediaType, sha256, file_size: bytes.length, id };
  return { messaging_product: "whatsapp", url: `${url}/file/${id}`, ...about };
}

function arrivedOf(body: GraphBody, id: string, at: number): Arrived {
  const { interactive, text, template, document } = body;
  const buttons = interactive?.action.buttons?.map(({ reply: { id, title } }) => ({ id, label: title }));
  const rows = interactive?.action.sections?.flatMap((section) =>
    section.rows.map((row) => ({ id: row.id, label: row.title })),
  );
  const words = text?.body ?? interactive?.body.text ?? document?.caption ?? template?.name ?? "";
  return {
    ...{ to: String(body.to ?? body.recipient).replace(/^\+/, ""), id, at, body },
    ...{ type: body.type ?? "text", text: words, choices: buttons ?? rows ?? [] },
    quotes: body.context?.message_id ?? null,
  };
}

async function wholeOf(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts);
}

function reply(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
