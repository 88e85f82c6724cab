import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { NodeCompiler } from "@myriaddreamin/typst-ts-node-compiler";
import type { ProposalDocument } from "./document.ts";
import { proposalPages } from "./pages.ts";

const FOLDER = import.meta.dirname;
const FONTS = ["400Regular", "600SemiBold", "700Bold"] as const;

/** The compiler takes a fifth of a second to make, so it is made for the first proposal and kept. */
let compiler: NodeCompiler | null = null;

/** The proposal as a PDF, its own language first. Rejects only when the template or its fonts are broken. */
export async function proposalPdf(document: ProposalDocument): Promise<Uint8Array> {
  compiler ??= await newCompiler();
  // From here to the end nothing waits, so two proposals never share the one data file.
  compiler.mapShadow(join(FOLDER, "data.json"), Buffer.from(JSON.stringify(proposalPages(document))));
  const pdf = compiler.pdf({ mainFilePath: join(FOLDER, "proposal.typ"), resetRead: true });
  compiler.evictCache(10);
  return new Uint8Array(pdf);
}

async function newCompiler(): Promise<NodeCompiler> {
  const typst = await import("@myriaddreamin/typst-ts-node-compiler");
  const find = createRequire(import.meta.url);
  const fontBlobs = FONTS.map((weight) =>
    readFileSync(
      find.resolve(`@expo-google-fonts/ibm-plex-sans-arabic/${weight}/IBMPlexSansArabic_${weight}.ttf`),
    ),
  );
  return typst.NodeCompiler.create({ workspace: FOLDER, fontArgs: [{ fontBlobs }] });
}
