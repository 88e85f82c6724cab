import { writeFileSync } from "node:fs";
import { configurationPage, envExample } from "../bot/config.ts";

writeFileSync(".env.example", envExample());
writeFileSync("docs/configuration.md", configurationPage());
