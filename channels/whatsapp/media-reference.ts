/** How the channel remembers a file it was sent: Meta's id, and the SHA-256 that the bytes must have. */
export function mediaReference(id: string, sha256: string): string {
  return sha256 === "" ? id : `${id}#${sha256}`;
}

/** The two halves again; `sha256` is base64, or "" when Meta gave none. */
export function readMediaReference(reference: string): { readonly id: string; readonly sha256: string } {
  const at = reference.indexOf("#");
  return at < 0
    ? { id: reference, sha256: "" }
    : { id: reference.slice(0, at), sha256: reference.slice(at + 1) };
}
