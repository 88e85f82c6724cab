import { createHash } from "node:crypto";
import type { CallBase } from "../route.ts";

/**
 * The id of what is asked for with an `Idempotency-Key`; null without one. Whoever lost our answer asks again with the
 * key of the first time; each caller has keys of its own, and where `within` is given each of these too.
 */
export function repeatedId(
  { headers, actor }: Pick<CallBase, "headers" | "actor">,
  within = "",
): string | null {
  const key = headers["idempotency-key"];
  if (typeof key !== "string" || key === "") return null;
  const place = within === "" ? [] : [within];
  return createHash("sha256")
    .update([actor.id, ...place, key].join("\0"))
    .digest("hex")
    .slice(0, 32);
}
