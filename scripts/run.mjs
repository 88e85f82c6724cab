// Runs Majlis by Node 26 under its supervisor, for as long as it is wanted; what it needs must be installed already.
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { supervise } from "./supervisor.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const PATH = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
// Short-lived objects get 16 MB: with 8 a process takes 20 MB less and computes a tenth more for each message.
const flags = JSON.parse(readFileSync(new URL("node-flags.json", import.meta.url), "utf8"));
// The C library keeps what large bodies took for as long as it runs: once 16 MB were freed it asks the system for no less
// at a time and gives nothing back before twice as much is free. Told so, it gives them back at once. Others ignore it.
const memory = JSON.parse(readFileSync(new URL("node-environment.json", import.meta.url), "utf8"));
// There `node` is a script that only a shell runs, and the channel does not get through one: nobody is watched.
const throughShell = process.platform === "win32";

process.exit(
  await supervise({
    command: "node",
    args: [...flags, "bot/main.ts"],
    options: {
      cwd: root,
      stdio: ["inherit", "inherit", "inherit", ...(throughShell ? [] : ["ipc"])],
      env: { ...memory, ...process.env, PATH },
      shell: throughShell,
    },
  }),
);
