// Runs before `npm start` and `npm test` on whatever Node the machine has (20 or later), and brings what they need:
// the npm packages of the lockfile (with a Node 26 among them), and for the tests the Debian packages they drive.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const forTests = process.argv.includes("--test");
const marker = join(root, "node_modules/.majlis-installed");
const lock = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .digest("hex");

/** Says what is being done, because the first start takes a while and a silent wait looks broken. */
function say(text) {
  process.stderr.write(`majlis: ${text}\n`);
}

function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2], ...options });
}

function installed() {
  if (!existsSync(marker)) return "nothing";
  const [hash, what] = readFileSync(marker, "utf8").trim().split(" ");
  return hash === lock ? what : "nothing";
}

function installPackages() {
  const have = installed();
  if (have === "all" || (have === "product" && !forTests)) return;
  const started = Date.now();
  say(`installing npm packages${forTests ? "" : " (without the development ones)"} …`);
  const omit = forTests ? [] : ["--omit=dev"];
  const windows = process.platform === "win32";
  const result = run(
    windows ? "npm.cmd" : "npm",
    ["ci", "--no-audit", "--no-fund", "--loglevel=error", ...omit],
    { shell: windows },
  );
  if (result.status !== 0) {
    say(`npm ci failed (exit ${result.status ?? result.signal}); nothing was started`);
    process.exit(1);
  }
  writeFileSync(marker, `${lock} ${forTests ? "all" : "product"}\n`);
  say(`packages installed in ${Math.round((Date.now() - started) / 1000)} s`);
}

/** The scripts of package.json find node_modules/.bin first, so the Node from npm runs the product. */
function requireNode26() {
  const PATH = `${join(root, "node_modules/.bin")}${delimiter}${process.env.PATH}`;
  const found = spawnSync("node", ["-p", "process.versions.node"], {
    encoding: "utf8",
    env: { ...process.env, PATH },
  });
  const version = (found.stdout ?? "").trim();
  if (Number(version.split(".")[0]) >= 26) return;
  say(`needs Node 26 or later and found ${version || "none"}.`);
  say(`npm has no Node package for ${process.platform}-${process.arch}: install Node 26 yourself.`);
  process.exit(1);
}

/** Servers and a browser the tests drive for real, with what shows that each is there. */
const DEBIAN = [
  ["postgresql", "ls /usr/lib/postgresql/*/bin/initdb"],
  ["redis-server", "command -v redis-server"],
  ["faketime", "ls /usr/lib/*/faketime/libfaketime.so.1"],
  ["dovecot-imapd", "ls /usr/sbin/dovecot"],
  ["chromium", "command -v chromium"],
  ["poppler-utils", "command -v pdftotext"],
  ["fonts-noto-core", "ls /usr/share/fonts/truetype/noto/NotoSansArabic-Regular.ttf"],
];

function works(shellCommand) {
  return spawnSync("sh", ["-c", shellCommand]).status === 0;
}

function installDebianPackages() {
  const missing = DEBIAN.filter(([, shown]) => !works(shown)).map(([name]) => name);
  if (missing.length === 0) return;
  if (process.platform !== "linux" || !works("command -v apt-get") || process.getuid?.() !== 0) {
    say(`missing and not installable here: ${missing.join(", ")}; tests that need them skip and say so`);
    return;
  }
  say(`installing Debian packages: ${missing.join(", ")} …`);
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  run("apt-get", ["update", "-qq"], { env });
  const result = run("apt-get", ["install", "-y", "-qq", "--no-install-recommends", ...missing], { env });
  if (result.status !== 0) say("apt-get could not install them all; tests that need them skip and say so");
}

installPackages();
requireNode26();
if (forTests) installDebianPackages();
