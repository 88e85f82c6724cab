import type { CrmMemory } from "../../../bot/contracts/crm-desk.ts";
import type { Stages } from "./fields.ts";
import type { Wire } from "./wire.ts";

/** What the HubSpot service is made of. */
export interface HubSpotParts {
  readonly wire: Wire;
  readonly memory: CrmMemory;
  readonly pipeline: string;
  readonly stages: Stages;
  now(): number;
  /** How long one sync may take in all, in milliseconds; less than the lease of its work. */
  readonly limitMs?: number;
}
