import { type Fault, LANES, MODEL, RACES, STORIES } from "./fault.ts";

const RULES = ["test/flow/rules.test.ts"];

/** What is said, or booked, although somebody may rely on it not being so. */
export const SILENCE_FAULTS: readonly Fault[] = [
  {
    name: "a take-over does not wait for what is under way",
    patches: [
      {
        file: "bot/flow/take-over.ts",
        old: "if (taken.ok) await silence(taken.value.conversationId, parts);",
        new: "if (!taken.ok) await silence(conversationId, parts);",
      },
    ],
    files: [...MODEL, ...RACES],
    tests: "every interleaving.* a take-over$|on PGlite.*a rep takes over while the bot thinks",
    says: /after the take-over|to deeply equal \[\]/,
  },
  {
    name: "a take-over cancels nothing, and the fence before a send does not look for it",
    patches: [
      {
        file: "db/save.ts",
        old: "where lane.fence or lane.hush) w",
        new: "where lane.hush) w",
      },
      {
        file: "db/settle.ts",
        old: "and (o.author = 'rep' or o.version >= c.fence)",
        new: "and (o.author = 'rep' or o.version >= 0)",
      },
    ],
    files: ["test/flow/take-over.test.ts"],
    tests: "on PGlite.*a waiting word of the bot's is cancelled",
    says: /deeply equal/,
  },
  {
    name: "the fence before a send alone does not look for a take-over",
    patches: [
      {
        file: "db/settle.ts",
        old: "and (o.author = 'rep' or o.version >= c.fence)",
        new: "and (o.author = 'rep' or o.version >= 0)",
      },
    ],
    files: ["test/db/fences.test.ts"],
    tests: "on PGlite.*the fence before a send",
    says: /deeply equal/,
  },
  {
    name: "a take-over alone cancels nothing that waits",
    patches: [
      {
        file: "db/save.ts",
        old: "where lane.fence or lane.hush) w",
        new: "where lane.hush) w",
      },
    ],
    files: ["test/db/fences.test.ts"],
    tests: "on PGlite.*a take-over cancels what waits",
    says: /deeply equal/,
  },
  {
    name: "what goes back to waiting after a take-over is not cancelled",
    patches: [
      {
        file: "db/settle.ts",
        old: "when s.to_state = 'waiting' and o.author = 'bot' and o.version < s.fence then 'cancelled'",
        new: "when s.to_state = 'waiting' and o.author = 'bot' and o.version < -1 then 'cancelled'",
      },
    ],
    files: ["test/db/fences.test.ts"],
    tests: "on PGlite.*what goes back to waiting",
    says: /deeply equal/,
  },
  {
    name: "what became of a send counts for another's attempt",
    patches: [
      {
        file: "db/settle.ts",
        old: "o.attempts = s.attempt and o.state = coalesce(s.found, o.state) as counts",
        new: "o.attempts = o.attempts as counts",
      },
    ],
    files: ["test/db/later-attempts.test.ts"],
    tests: "on PGlite.*whoever still finds it doubtful",
    says: /to match object/,
  },
  {
    name: "a take-over is not looked at in talks that were merged into its own",
    patches: [
      {
        file: "db/settle.ts",
        old: "= c.merged_into) = 'rep'",
        new: "= c.merged_into) = 'nobody'",
      },
    ],
    files: ["test/flow/merged.test.ts"],
    tests: "on PGlite.*an answer that still waits in the old talk",
    says: /deeply equal/,
  },
  {
    name: "a worker sends although its fence was passed long ago",
    patches: [
      {
        file: "bot/flow/post-room.ts",
        old: "if (performance.now() - fencedAt > FRESH_MS) {",
        new: "if (performance.now() - fencedAt > FRESH_MS * 1e9) {",
      },
    ],
    files: ["test/flow/post-room.test.ts"],
    tests: "a fence that was passed too long ago",
    says: /to be 'late'/,
  },
  {
    name: "a beat frees the lanes of workers that live",
    patches: [
      {
        file: "db/shifts.ts",
        old: "where w.id = l.lease_owner and w.alive_until > now() and",
        new: "where w.id = l.lease_owner and w.alive_until > now() + interval '1 hour' and",
      },
    ],
    files: LANES,
    tests: "on PGlite.*a failed attempt counts until one ends well",
    says: /freed/,
  },
  {
    name: "the intent to send is stored after the send",
    patches: [
      {
        file: "bot/flow/lane-work.ts",
        old: 'outbox: [{ ...first, state: "sending", attempts: 1 } satisfies OutboxRow, ...others]',
        new: "outbox: [{ ...first, attempts: 0 } satisfies OutboxRow, ...others]",
      },
      {
        file: "bot/flow/deliver.ts",
        old: `  if (fenced === null && !(await room.markSending(row.id)))
    return { settled: settledAs(row, lane, OVERTAKEN, null), againAt: now + LOOK_AGAIN_MS, holds: true };
  const skip`,
        new: "  const skip",
      },
      {
        file: "bot/flow/deliver.ts",
        old: `  if (result === "late") return { ...tooLate`,
        new: `  if (fenced === null && !(await room.markSending(row.id)))
    return { settled: settledAs(row, lane, OVERTAKEN, null), againAt: now + LOOK_AGAIN_MS, holds: true };
  if (result === "late") return { ...tooLate`,
      },
    ],
    files: MODEL,
    tests: "every interleaving.*one message, a crash and a take-over",
    says: /twice|after the take-over/,
  },
  {
    name: "an opt-out is not looked at by the fence before a send",
    patches: [
      {
        file: "db/settle.ts",
        old: "and (o.purpose = 'answer' or p.opted_out_at is null)",
        new: "and (o.purpose = 'answer' or p.id is not null)",
      },
    ],
    files: LANES,
    tests: "on PGlite.*an opt-out cancels what waits unasked",
    says: /deeply equal/,
  },
  {
    name: "an opt-out is not looked at when something unasked is due",
    patches: [
      {
        file: "bot/flow/may-leave.ts",
        old: `  if (row.purpose === "proactive" && scene.lane.optedOutAt !== null)
    return {`,
        new: `  if (row.purpose === "proactive" && scene.lane.optedOutAt === Number.POSITIVE_INFINITY)
    return {`,
      },
    ],
    files: RULES,
    tests: "never goes to who opted out",
    says: /to match object/,
  },
  {
    name: "an opt-out is looked at neither when something unasked is due nor by the fence before its send",
    patches: [
      {
        file: "db/settle.ts",
        old: "and (o.purpose = 'answer' or p.opted_out_at is null)",
        new: "and (o.purpose = 'answer' or p.id is not null)",
      },
      {
        file: "bot/flow/may-leave.ts",
        old: `  if (row.purpose === "proactive" && scene.lane.optedOutAt !== null)
    return {`,
        new: `  if (row.purpose === "proactive" && scene.lane.optedOutAt === Number.POSITIVE_INFINITY)
    return {`,
      },
    ],
    files: STORIES,
    tests: "on PGlite.*random stories",
    says: /unasked after an opt-out/,
  },
  {
    name: "nothing in storage keeps two bookings of one time apart",
    patches: [
      {
        file: "db/migrations/0000_start.sql",
        old: `ALTER TABLE "bookings" ADD CONSTRAINT "bookings_no_overlap" EXCLUDE USING gist ("rep" WITH =, tstzrange("starts", "ends") WITH &&) WHERE ("status" in ('held', 'confirmed'));`,
        new: "select 1;",
      },
      {
        file: "db/migrations/0000_start.sql",
        old: 'CREATE UNIQUE INDEX "bookings_slot"',
        new: 'CREATE INDEX "bookings_slot"',
      },
    ],
    files: [...LANES, ...RACES],
    tests: "on PGlite.*(fifty rivals for one time|twelve rivals for each of six times)",
    says: /to have a length of 1|bookings of one time/,
  },
];
