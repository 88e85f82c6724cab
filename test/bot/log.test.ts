import { expect, test } from "vitest";
import { Secret } from "../../bot/contracts/secret.ts";
import { createLog } from "../../bot/log.ts";

function logged(fields: Readonly<Record<string, unknown>>, message = "said"): string {
  const lines: string[] = [];
  createLog("debug", (line) => lines.push(line)).info(fields, message);
  return lines.join("");
}

test("no phone number, address, key or secret leaves through the log", () => {
  const line = logged(
    {
      to: "+966501234567",
      spaced: "055 123 4567",
      arabic: "٠٥٠١٢٣٤٥٦٧",
      who: { email: "sara@example.sa" },
      iban: "SA0380000000608010167519",
      key: new Secret("canary-55"),
      error: new Error("send to 966501234567 with Bearer canary-56 failed"),
    },
    "wrote to 966501234567",
  );
  expect(line).not.toMatch(/501234567|123 4567|٥٠١٢٣|sara|608010|canary/);
});

test("what is no secret stays readable", () => {
  const line = logged(
    { requestId: "01J9Z3", at: "2026-11-22T10:00:00.000Z", port: 3000, ms: 12.5 },
    "request",
  );
  expect(JSON.parse(line)).toMatchObject({
    requestId: "01J9Z3",
    at: "2026-11-22T10:00:00.000Z",
    port: 3000,
    msg: "request",
  });
});
