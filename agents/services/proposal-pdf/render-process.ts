import { readFileSync, writeSync } from "node:fs";
import { join } from "node:path";
import { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";

/** A program of its own: the pages as JSON on standard input, the PDF on standard output. Started by render.ts. */
const FOLDER = import.meta.dirname;
const STANDARD_INPUT = 0;
const STANDARD_OUTPUT = 1;

const fontBlobs = [
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans-arabic/400Regular/IBMPlexSansArabic_400Regular.ttf"),
  import.meta.resolve(
    "@expo-google-fonts/ibm-plex-sans-arabic/600SemiBold/IBMPlexSansArabic_600SemiBold.ttf",
  ),
  import.meta.resolve("@expo-google-fonts/ibm-plex-sans-arabic/700Bold/IBMPlexSansArabic_700Bold.ttf"),
].map((font) => readFileSync(new URL(font)));
const compiler = NodeCompiler.create({ workspace: FOLDER, fontArgs: [{ fontBlobs }] });
compiler.mapShadow(join(FOLDER, "data.json"), readFileSync(STANDARD_INPUT));
const pdf = compiler.pdf({ mainFilePath: join(FOLDER, "proposal.typ") });
for (let sent = 0; sent < pdf.length; ) sent += writeSync(STANDARD_OUTPUT, pdf, sent);
