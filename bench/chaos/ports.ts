import { createServer, type Server } from "node:net";

/**
 * Below those that the system gives to whoever connects (from 32,768): a load that knocks at a killed process is otherwise given
 * that very port one day, is connected to itself, and nobody can listen there again.
 */
const FIRST = 28_950;
const STEP = 10;
const BLOCKS = 30;

const placed = (first: number) =>
  ({
    web: first,
    graph: first + 1,
    secondWeb: first + 2,
    front: first + 3,
    slowGraph: first + 4,
    redis: first + 5,
    secondDatabase: first + 6,
    database: first + 7,
  }) as const;

/** Null where somebody else listens. */
function listenAt(port: number): Promise<Server | null> {
  return new Promise((answer) => {
    const server = createServer();
    server.once("error", () => answer(null));
    server.listen(port, "127.0.0.1", () => answer(server.unref()));
  });
}

/**
 * Ports that nobody listens on. One more beside them is held until this process ends, so that two runs at once never meet: each
 * would else drop the other's database and be answered by the other's program.
 */
async function freePorts(): Promise<ReturnType<typeof placed>> {
  for (let block = 0; block < BLOCKS; block += 1) {
    const first = FIRST + block * STEP;
    const mine = await listenAt(first + STEP - 1);
    if (mine === null) continue;
    const ports = placed(first);
    const servers = await Promise.all(Object.values(ports).map(listenAt));
    await Promise.all(servers.map((server) => server && new Promise((closed) => server.close(closed))));
    if (!servers.includes(null)) return ports;
    mine.close();
  }
  throw new Error(`no ${STEP} free ports in a row from ${FIRST} on`);
}

/** Where everything of this run listens on loopback. */
export const PORTS = await freePorts();
