import type { Calendar } from "../../bot/contracts/calendar.ts";
import type { Company } from "../../bot/conversation/company.ts";
import { type BusyTime, freeSlots } from "../../bot/conversation/sales/slots.ts";

export interface OwnCalendarParts {
  /** Held and confirmed meetings that touch the time between two instants (epoch ms), of all reps. */
  readonly busy: (from: number, to: number) => Promise<readonly BusyTime[]>;
  readonly company: () => Promise<Company>;
  /** Epoch ms. */
  readonly now: () => number;
}

/** The built-in calendar: free is what the hours allow and no hold or booking takes. */
export function ownCalendar({ busy, company, now }: OwnCalendarParts): Calendar {
  return {
    async openSlots(query, limit) {
      const profile = await company();
      const at = now();
      // A week on both sides: meetings just outside still need their buffer, and reps share each week's load.
      const until = at + (profile.meeting.horizonDays + 7) * DAY;
      const taken = await busy(at - 7 * DAY, until);
      return freeSlots({ company: profile, query, busy: taken, now: at, enough: limit }).slice(0, limit);
    },
  };
}

const DAY = 86_400_000;
