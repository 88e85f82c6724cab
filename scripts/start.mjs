// What `npm start` runs: brings what is missing, then runs Majlis by Node 26. Not two commands in one script, because the
// shell remembers where it found `node` before Node 26 was installed, and the first start would run by the old one.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import "./prepare.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const PATH = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
// Short-lived objects get 8 MB: some 25 MB less for a few more collections. With 4 MB too many of them would grow old.
const flags = JSON.parse(readFileSync(new URL("node-flags.json", import.meta.url), "utf8"));
const majlis = spawn("node", [...flags, "bot/main.ts"], {
  cwd: root,
  stdio: "inherit",
  env: { ...process.env, PATH },
  shell: process.platform === "win32",
});
// A terminal tells the whole group by itself; a service manager tells only this process.
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"]) process.on(signal, () => majlis.kill(signal));
majlis.on("exit", (code, signal) => process.exit(code ?? (signal === null ? 1 : 0)));
