/** One small change of one file. The old text must stand in it exactly once. */
export interface Patch {
  readonly file: string;
  readonly old: string;
  readonly new: string;
}

/** A build that is broken on purpose, and who has to notice. */
export interface Fault {
  readonly name: string;
  readonly patches: readonly Patch[];
  /** Test files that run against the broken build. */
  readonly files: readonly string[];
  /** Only tests whose full name matches run (what parts a group from a test is left to `.*`); one of them must fail. */
  readonly tests: string;
  /** What a failing test says: so that a build that merely does not start counts as no catch. */
  readonly says: RegExp;
}

const MODEL = ["test/model/model.test.ts"];
const LANES = ["test/db/lanes.test.ts"];
const RULES = ["test/flow/rules.test.ts"];

/**
 * The faults that systems like this one have shipped with. Each is a change of a few words, so that a test that catches
 * it would also catch a slip of that size.
 */
export const FAULTS: readonly Fault[] = [
  {
    name: "acknowledged before it is stored: the flow does not wait",
    patches: [
      {
        file: "bot/flow/receive.ts",
        old: "await all(await door.read(request));",
        new: "void all(await door.read(request)).catch(() => undefined);",
      },
    ],
    files: ["test/flow/commands.test.ts"],
    tests: "on PGlite.*a webhook is stored before it is answered",
    says: /to be 2/,
  },
  {
    name: "acknowledged before it is stored: the door does not wait",
    patches: [
      {
        file: "bot/http/door/webhook-door.ts",
        old: `    const storing = parts.commands.receiveWebhook(platform, { headers, body, query: queryOf(request.url) });
    const outcome = await inTime(storing);`,
        new: `    void parts.commands.receiveWebhook(platform, { headers, body, query: queryOf(request.url) }).catch(() => undefined);
    const outcome = "stored" as "stored" | "not-genuine";`,
      },
    ],
    files: ["test/http/server.test.ts"],
    tests: "200 comes only after the store has it",
    says: /to be true|to be 503/,
  },
  {
    name: "a platform's message id is not unique",
    patches: [
      {
        file: "db/migrations/0000_start.sql",
        old: 'CREATE UNIQUE INDEX "messages_platform"',
        new: 'CREATE INDEX "messages_platform"',
      },
      {
        file: "db/accept.ts",
        old: "  on conflict (channel, account, platform_id) do nothing\n",
        new: "",
      },
    ],
    files: ["test/db/accept.test.ts"],
    tests: "on PGlite.*five deliveries of one message",
    says: /deeply equal/,
  },
  {
    name: "a turn is saved whatever version it began from",
    patches: [
      {
        file: "db/save.ts",
        old: "where id = i.id and version = i.before for update",
        new: "where id = i.id for update",
      },
      {
        file: "db/save.ts",
        old: "set version = i.version, owner",
        new: "set version = c.version + 1, owner",
      },
      {
        file: "db/save.ts",
        old: "select id, version, version, because, events",
        new: "select id, version + (random() * 1e6)::int, version, because, events",
      },
    ],
    files: LANES,
    tests: "on PGlite.*of two saves from one version",
    says: /stale/,
  },
  {
    name: "a release clears the wake-up that came meanwhile",
    patches: [
      {
        file: "db/settle.ts",
        old: "due_at = least(l.due_at, now() + r.again_ms * interval '1 ms')",
        new: "due_at = now() + r.again_ms * interval '1 ms'",
      },
    ],
    files: LANES,
    tests: "on PGlite.*a message that arrives while the lane is held",
    says: /nothing was due/,
  },
  {
    name: "a release decides by an old look whether work is left",
    patches: [
      {
        file: "db/settle.ts",
        old: "due_at = least(l.due_at, now() + r.again_ms * interval '1 ms')",
        new: `due_at = case when exists (select from messages m where m.conversation_id = l.conversation_id and m.handled_turn is null)
                     then now() else now() + r.again_ms * interval '1 ms' end`,
      },
    ],
    files: LANES,
    tests: "on PostgreSQL.*no wake-up is lost when a release waits",
    says: /deeply equal/,
  },
  {
    name: "what a dead worker was sending is sent again at once",
    patches: [
      {
        file: "bot/flow/may-leave.ts",
        old: `outcome: { to: "doubtful", until: now + doubtWaitMs, detail },
    task: null,
    holds: true,
  };
}

/** Perhaps gone`,
        new: `outcome: { to: "waiting", dueAt: now, detail: \`\${detail}\${doubtWaitMs > 0 ? "" : " "}\` },
    task: null,
    holds: true,
  };
}

/** Perhaps gone`,
      },
    ],
    files: MODEL,
    tests: "every interleaving.*(one message, a crash and a take-over|no receipts)",
    says: /twice/,
  },
  {
    name: "a doubtful message is sent again without waiting for its receipt",
    patches: [
      {
        file: "bot/flow/may-leave.ts",
        old: `  if (row.dueAt !== null && row.dueAt > scene.now) return { may: "wait", untilMs: row.dueAt, holds: true };
  if (!scene.limits`,
        new: "  if (!scene.limits",
      },
    ],
    files: MODEL,
    tests: "every interleaving.*(a send that ends badly|one message, a crash and a take-over)",
    says: /twice/,
  },
  {
    name: "a take-over does not wait for what is under way",
    patches: [
      {
        file: "bot/flow/take-over.ts",
        old: "if (taken.ok) await silence(conversationId, parts);",
        new: "if (!taken.ok) await silence(conversationId, parts);",
      },
    ],
    files: MODEL,
    tests: "every interleaving.* a take-over$",
    says: /after the take-over/,
  },
  {
    name: "a take-over cancels nothing, and the fence before a send does not look for it",
    patches: [
      {
        file: "db/save.ts",
        old: "where item.fence and o.conversation_id = item.id",
        new: "where false and o.conversation_id = item.id",
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
        old: "where item.fence and o.conversation_id = item.id",
        new: "where false and o.conversation_id = item.id",
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
        old: `      if (fenced === null && !(await room.markSending(row.id)))
        return { settled: settledAs(row, lane, OVERTAKEN, null), againAt: now + LOOK_AGAIN_MS, holds: true };
      const skip`,
        new: "      const skip",
      },
      {
        file: "bot/flow/deliver.ts",
        old: `      if (result === "late") return { ...tooLate`,
        new: `      if (fenced === null && !(await room.markSending(row.id)))
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
    files: LANES,
    tests: "on PGlite.*fifty rivals for one time",
    says: /to have a length of 1/,
  },
];
