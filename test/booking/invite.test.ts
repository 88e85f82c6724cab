import fc from "fast-check";
import ical, { type VEvent } from "node-ical";
import { describe, expect, it } from "vitest";
import { type Invitation, inviteIcs } from "../../bot/conversation/sales/invite.ts";
import { slotOf } from "../../bot/conversation/sales/slots.ts";
import { demoCompany } from "./demo-company.ts";

const invitation: Invitation = {
  bookingId: "0198f0aa-7c1e-7e1b-9d5e-0a1b2c3d4e5f",
  slot: slotOf("sarah", Date.parse("2026-11-29T15:00:00+03:00"), 30),
  company: demoCompany,
  rep: { name: { ar: "سارة القحطاني", en: "Sarah Alqahtani" }, email: "sarah@nassiq.example" },
  attendee: { name: "محمد العتيبي", email: "m@nakheel.example" },
  language: "ar",
  status: "confirmed",
  sequence: 0,
  stampedAt: Date.parse("2026-11-22T07:00:00Z"),
};

/** Content lines as a calendar sees them, continuations joined. */
const contentLines = (ics: string) => ics.replaceAll("\r\n ", "").split("\r\n");
const eventIn = (ics: string): VEvent => {
  const event = Object.values(ical.sync.parseICS(ics)).find((part) => part?.type === "VEVENT");
  if (event?.type !== "VEVENT") throw new Error("no event in the file");
  return event;
};

describe("an invitation", () => {
  it("is a calendar file, line by line", () => {
    expect(contentLines(inviteIcs(invitation))).toEqual([
      "BEGIN:VCALENDAR",
      "VERSION:2.0",
      "PRODID:-//Majlis//Majlis//AR",
      "CALSCALE:GREGORIAN",
      "METHOD:REQUEST",
      "BEGIN:VEVENT",
      "UID:0198f0aa-7c1e-7e1b-9d5e-0a1b2c3d4e5f",
      "SEQUENCE:0",
      "DTSTAMP:20261122T070000Z",
      "DTSTART:20261129T120000Z",
      "DTEND:20261129T123000Z",
      "SUMMARY;LANGUAGE=ar:عرض توضيحي – منصة نسّق",
      "LOCATION;LANGUAGE=ar:مكالمة فيديو",
      "DESCRIPTION;LANGUAGE=ar:اجتماعكم مع سارة القحطاني.\\nللتغيير أو الإلغاء راسلونا في نفس المحادثة.",
      'ORGANIZER;CN="سارة القحطاني":mailto:sarah@nassiq.example',
      'ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN="محمد العتيبي":mailto:m@nakheel.example',
      "STATUS:CONFIRMED",
      "TRANSP:OPAQUE",
      "BEGIN:VALARM",
      "ACTION:DISPLAY",
      "TRIGGER:-PT60M",
      "DESCRIPTION:عرض توضيحي",
      "END:VALARM",
      "END:VEVENT",
      "END:VCALENDAR",
      "",
    ]);
  });

  it("means the same to another program that reads it", () => {
    const event = eventIn(inviteIcs({ ...invitation, language: "en" }));
    expect(event.uid).toBe(invitation.bookingId);
    expect(event.start.toISOString()).toBe("2026-11-29T12:00:00.000Z");
    expect(event.end?.toISOString()).toBe("2026-11-29T12:30:00.000Z");
    expect(event.summary).toMatchObject({ val: "Product demo – Nassiq", params: { LANGUAGE: "en" } });
    expect(event.description).toMatchObject({
      val: "Your meeting with Sarah Alqahtani.\nTo change or cancel it, write to us in the same conversation.",
    });
    expect(event.method).toBe("REQUEST");
    expect(event.alarms).toHaveLength(1);
  });

  it("moves under the same UID with a higher sequence, and cancels", () => {
    const moved = eventIn(
      inviteIcs({
        ...invitation,
        sequence: 1,
        slot: slotOf("sarah", Date.parse("2026-11-30T10:00:00+03:00"), 30),
      }),
    );
    expect([moved.uid, moved.sequence, moved.start.toISOString()]).toEqual([
      invitation.bookingId,
      1,
      "2026-11-30T07:00:00.000Z",
    ]);
    const cancelled = inviteIcs({ ...invitation, status: "cancelled", sequence: 2 });
    expect(eventIn(cancelled)).toMatchObject({
      uid: invitation.bookingId,
      status: "CANCELLED",
      method: "CANCEL",
    });
    expect(cancelled).not.toContain("VALARM");
  });

  it("is only published when nobody can answer it by email", () => {
    const ics = inviteIcs({ ...invitation, attendee: null });
    expect(ics).toContain("METHOD:PUBLISH\r\n");
    expect(ics).not.toContain("ATTENDEE");
    const nobody = inviteIcs({ ...invitation, rep: null, company: { ...demoCompany, email: null } });
    expect(nobody).toContain("METHOD:PUBLISH\r\n");
    expect(nobody).not.toMatch(/ORGANIZER|ATTENDEE/u);
  });

  it("keeps RFC 5545's lines and gives every text back, whatever is written in it", () => {
    const words = fc.string({
      unit: fc.constantFrom("ع", "ر", " ", "a", "\\", ";", ",", "\n", "\r", '"', ":", "👋", "\u0007", "–"),
    });
    fc.assert(
      fc.property(words, words, (title, name) => {
        const company = {
          ...demoCompany,
          meeting: { ...demoCompany.meeting, title: { ar: `ع${title}ع`, en: "x" } },
        };
        const ics = inviteIcs({ ...invitation, company, attendee: { name, email: "m@nakheel.example" } });
        expect(ics.endsWith("END:VCALENDAR\r\n")).toBe(true);
        for (const line of ics.split("\r\n")) {
          expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
          expect(line).not.toMatch(/\p{Cc}|\uFFFD/u);
        }
        // A reader must not be able to leave its own line: as many lines as ever.
        expect(contentLines(ics)).toHaveLength(26);
        const summary = contentLines(ics).find((line) => line.startsWith("SUMMARY")) ?? "";
        const value = summary
          .slice(summary.indexOf(":") + 1)
          .replace(/\\([\\;,n])/gu, (_, escaped: string) => (escaped === "n" ? "\n" : escaped));
        const clean = `ع${title}ع`.replace(/\r\n?/gu, "\n").replaceAll("\u0007", "");
        expect(value).toBe(`${clean} – منصة نسّق`);
      }),
    );
  });
});
