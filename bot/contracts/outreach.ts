import type { NewOutreach } from "./commands.ts";

/** Keeps drafts of first words to people; approving one goes with the turn that queues it. */
export interface OutreachDrafts {
  keep(id: string, draft: NewOutreach): Promise<void>;
  /** Answers whether it was a draft still. */
  decline(id: string, by: string): Promise<boolean>;
}
