import { CRASH, type Fault, LANES, MODEL, STORIES } from "./fault.ts";

/** What is lost or said twice on the way of a message. */
export const WAY_FAULTS: readonly Fault[] = [
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
        old: "select id, version, version, because,",
        new: "select id, version + (random() * 1e6)::int, version, because,",
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
    files: [...MODEL, ...CRASH, ...STORIES],
    tests:
      "every interleaving.*(one message, a crash and a take-over|no receipts)|on PGlite.*(a platform that never told of any message|random stories)",
    says: /twice|not within/,
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
    name: "what a turn said is left behind when the turn after it fails",
    patches: [
      {
        file: "bot/flow/lane-work.ts",
        old: "if (fenced.size === 0) return lane;",
        new: "if (fenced.size >= 0) return lane;",
      },
    ],
    files: MODEL,
    tests: "every interleaving.*a save that fails$",
    says: /in doubt about what was not sent/,
  },
];
