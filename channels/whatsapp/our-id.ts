/**
 * What we hang on a message as `biz_opaque_callback_data` (at most 512 characters): our outbound id, and which part of
 * it this is when one message left as several.
 */
export function opaqueFor(ourId: string, part: number, parts: number): string {
  return parts === 1 ? ourId : `${ourId}#${part}`;
}

/** The id and the part (0 = first; null = the message was not split) from what came back. */
export function ourPart(opaque: string): { readonly ourId: string | null; readonly part: number | null } {
  if (opaque === "") return { ourId: null, part: null };
  const split = /^(.+)#(\d{1,3})$/s.exec(opaque);
  const [, id, part] = split ?? [];
  return id === undefined ? { ourId: opaque, part: null } : { ourId: id, part: Number(part) };
}
