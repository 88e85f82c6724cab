import { INSTALL_PEERS, installedPeers, installLibraries, installN8n } from "./load/peers.ts";

/*
 * Fetches what `npm run bench -- --peers` measures beside the project from npm, into folders outside of it:
 * `node bench/install-peers.ts` everything, `… libraries` or `… n8n` one part (n8n takes about 2 GB and some minutes).
 */

const [which] = process.argv.slice(2);
if (which === undefined || which === "libraries") installLibraries();
if (which === undefined || which === "n8n") installN8n();
const { libraries, n8n } = installedPeers();
process.stdout.write(`installed: libraries ${libraries}, n8n ${n8n} (${INSTALL_PEERS} [libraries|n8n])\n`);
