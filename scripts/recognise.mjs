// Starts the batch reader with the compiled code of the last run at hand: a third of a short run would be compiling.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/majlis", import.meta.url)));
await import("./recognise.ts");
