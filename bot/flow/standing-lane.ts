import type { Lane, Lanes } from "../contracts/lanes.ts";

/**
 * The lane in which a talk goes on: its own, or that of the talk it was merged into, for whoever still has the old one
 * open. Null when there is none (any more).
 */
export async function standingLane(conversationId: string, lanes: Pick<Lanes, "read">): Promise<Lane | null> {
  let lane = await lanes.read(conversationId);
  while (lane?.mergedInto) lane = await lanes.read(lane.mergedInto);
  return lane;
}
