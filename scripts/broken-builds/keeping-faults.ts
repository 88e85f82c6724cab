import { CRASH, type Fault, LANES, MODEL, STORIES } from "./fault.ts";

const SUPERVISOR = ["test/bot/supervisor.test.ts"];

/** What stays with the dead, what overtakes another, and what ends the process for everybody. */
export const KEEPING_FAULTS: readonly Fault[] = [
  {
    name: "a beat frees nothing of the dead",
    patches: [
      {
        file: "db/shifts.ts",
        old: "where l.lease_owner is not null and l.lease_owner <> $1",
        new: "where l.lease_owner is null and l.lease_owner <> $1",
      },
    ],
    files: [...LANES, ...CRASH],
    tests: "on PGlite.*(a failed attempt counts until one ends well|killed between save and send)",
    says: /freed|not within/,
  },
  {
    name: "who takes leave frees nothing",
    patches: [
      {
        file: "db/shifts.ts",
        old: "where lease_owner = $1 order by 1 for update)",
        new: "where lease_owner = $1 and lease_owner is null order by 1 for update)",
      },
    ],
    files: LANES,
    tests: "on PGlite.*a worker that takes leave",
    says: /to deeply equal/,
  },
  {
    name: "a talk's answers are sent from the last to the first",
    patches: [
      {
        file: "bot/flow/deliver.ts",
        old: "for (const row of lane.unsent) {",
        new: "for (const row of lane.unsent.toReversed()) {",
      },
    ],
    files: [...MODEL, ...STORIES],
    tests: "every interleaving.*a send that ends badly$|on PGlite.*random stories",
    says: /out of order/,
  },
  {
    name: "an answer that must wait does not hold back the one after it",
    patches: [
      {
        file: "bot/flow/deliver.ts",
        old: "if (step.holds) break;",
        new: "if (step.holds && signal.aborted) break;",
      },
    ],
    files: [...MODEL, ...STORIES],
    tests: "every interleaving.*a send that ends badly$|on PGlite.*random stories",
    says: /out of order/,
  },
  {
    name: "the bot stays silent after a rep gave the talk back",
    patches: [
      {
        file: "bot/conversation/evolve.ts",
        old: "return released(conversation);",
        new: "return { ...released(conversation), owner: conversation.owner };",
      },
    ],
    files: STORIES,
    tests: "on PGlite.*random stories",
    says: /never answered/,
  },
  {
    name: "lanes that may end the process are worked on beside others",
    patches: [{ file: "bot/flow/suspects.ts", old: "      await Promise.all(others);\n", new: "" }],
    files: ["test/flow/suspects.test.ts"],
    tests: "of the lanes that come together",
    says: /deeply equal/,
  },
  {
    name: "a program that fell is not started again",
    patches: [
      {
        file: "scripts/supervisor.mjs",
        old: "leaving || code === 0 || !everAtWork;",
        new: "leaving || code !== null || !everAtWork;",
      },
    ],
    files: SUPERVISOR,
    tests: "a program that ends by itself at work is started again",
    says: /to be \+?0/,
  },
  {
    name: "a program is blamed for the time when the whole machine stood still",
    patches: [
      {
        file: "scripts/supervisor.mjs",
        old: "    if (wasLate) heardAt = now;\n    else if (now",
        new: "    if (wasLate && heardAt > now) heardAt = now;\n    else if (now",
      },
    ],
    files: SUPERVISOR,
    tests: "when the whole machine stood still",
    says: /deeply equal/,
  },
];
