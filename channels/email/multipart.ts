/** One part of a posted form. */
export interface FormPart {
  readonly fileName: string | null;
  readonly type: string;
  readonly bytes: Buffer;
}

const MOST_PARTS = 200;

/** A multipart/form-data body by the names of its parts, bytes untouched; the last of a name counts. Total. */
export function formParts(body: Uint8Array, contentType: string): ReadonlyMap<string, FormPart> {
  const parts = new Map<string, FormPart>();
  const boundary = /boundary="?([^";]{1,200})"?/i.exec(contentType)?.[1];
  if (boundary === undefined) return parts;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`);
  let from = bytes.indexOf(mark);
  while (from >= 0 && parts.size < MOST_PARTS) {
    const next = bytes.indexOf(Buffer.concat([Buffer.from("\r\n"), mark]), from + mark.length);
    if (next < 0) break;
    addPart(bytes.subarray(from + mark.length + 2, next), parts);
    from = next + 2;
  }
  return parts;
}

function addPart(piece: Buffer, parts: Map<string, FormPart>): void {
  const gap = piece.indexOf("\r\n\r\n");
  if (gap < 0) return;
  const head = piece.subarray(0, gap).toString("utf8");
  const name = /\bname="([^"\r\n]{1,200})"/i.exec(head)?.[1];
  if (name === undefined) return;
  parts.set(name, {
    fileName: /\bfilename="([^"\r\n]{0,500})"/i.exec(head)?.[1] ?? null,
    type: /^content-type:\s*([^\r\n;]{1,200})/im.exec(head)?.[1]?.trim() ?? "application/octet-stream",
    bytes: piece.subarray(gap + 4),
  });
}
