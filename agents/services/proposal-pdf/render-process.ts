import { readFileSync, writeSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

/** A program of its own: the pages as JSON on standard input, the PDF on standard output. Started by render.ts. */
const FOLDER = import.meta.dirname;
const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;

const find = createRequire(import.meta.url);
const fontBlobs = ["400Regular", "600SemiBold", "700Bold"].map((weight) =>
  readFileSync(
    find.resolve(`@expo-google-fonts/ibm-plex-sans-arabic/${weight}/IBMPlexSansArabic_${weight}.ttf`),
  ),
);
const compiler = NodeCompiler.create({ workspace: FOLDER, fontArgs: [{ fontBlobs }] });
compiler.mapShadow(join(FOLDER, "data.json"), readFileSync(STANDARD_INPUT));
const pdf = compiler.pdf({ mainFilePath: join(FOLDER, "proposal.typ") });
for (let sent = 0; sent < pdf.length; ) sent += writeSync(STANDARD_OUTPUT, pdf, sent);
