import type { Company, Rep } from "../company.ts";
import type { Language } from "../message.ts";
import type { TimeSlot } from "../state.ts";

export interface Invitation {
  /** Stays the same when the meeting moves, so that calendars change the entry they have. */
  readonly bookingId: string;
  readonly slot: TimeSlot;
  readonly company: Pick<Company, "name" | "email" | "meeting">;
  readonly rep: Pick<Rep, "name" | "email"> | null;
  /** null when we know no email address of the prospect. */
  readonly attendee: { readonly name: string | null; readonly email: string } | null;
  readonly language: Language;
  readonly status: "confirmed" | "cancelled";
  /** 0 at first, one more with every move and with the cancellation. */
  readonly sequence: number;
  /** Epoch ms: when this file is made. */
  readonly stampedAt: number;
}

/**
 * The meeting as an iCalendar file (RFC 5545), UTF-8 with CRLF line ends. It is a REQUEST to answer when organiser and
 * attendee are known by email, a plain PUBLISH otherwise, and a CANCEL that removes the entry when cancelled.
 */
export function inviteIcs(invitation: Invitation): string {
  const { company, language } = invitation;
  const lines = [
    "BEGIN:VCALENDAR",
    "VERSION:2.0",
    `PRODID:-//Majlis//Majlis//${language.toUpperCase()}`,
    "CALSCALE:GREGORIAN",
    `METHOD:${methodOf(invitation)}`,
    "BEGIN:VEVENT",
    `UID:${text(invitation.bookingId)}`,
    `SEQUENCE:${invitation.sequence}`,
    `DTSTAMP:${utc(invitation.stampedAt)}`,
    `DTSTART:${utc(Date.parse(invitation.slot.from))}`,
    `DTEND:${utc(Date.parse(invitation.slot.to))}`,
    `SUMMARY;LANGUAGE=${language}:${text(`${company.meeting.title[language]} – ${company.name[language]}`)}`,
    `LOCATION;LANGUAGE=${language}:${text(company.meeting.place[language])}`,
    `DESCRIPTION;LANGUAGE=${language}:${text(description(invitation))}`,
    ...people(invitation),
    `STATUS:${invitation.status === "cancelled" ? "CANCELLED" : "CONFIRMED"}`,
    "TRANSP:OPAQUE",
    ...alarm(invitation),
    "END:VEVENT",
    "END:VCALENDAR",
  ];
  return `${lines.map(folded).join("\r\n")}\r\n`;
}

function methodOf(invitation: Invitation): "REQUEST" | "PUBLISH" | "CANCEL" {
  if (invitation.status === "cancelled") return "CANCEL";
  return invitation.attendee !== null && organiserOf(invitation) !== null ? "REQUEST" : "PUBLISH";
}

function organiserOf({ rep, company }: Invitation): string | null {
  return rep?.email ?? company.email;
}

function description({ rep, company, language }: Invitation): string {
  const host = rep === null ? company.name[language] : rep.name[language];
  if (language === "ar") return `اجتماعكم مع ${host}.\nللتغيير أو الإلغاء راسلونا في نفس المحادثة.`;
  return `Your meeting with ${host}.\nTo change or cancel it, write to us in the same conversation.`;
}

function people(invitation: Invitation): readonly string[] {
  const { attendee, rep, company, language } = invitation;
  const organiser = organiserOf(invitation);
  const lines: string[] = [];
  if (organiser !== null) {
    lines.push(`ORGANIZER;CN=${parameter((rep ?? company).name[language])}:mailto:${organiser}`);
  }
  if (attendee !== null && organiser !== null) {
    const name = parameter(attendee.name ?? attendee.email);
    const answer = invitation.status === "cancelled" ? "" : ";PARTSTAT=ACCEPTED";
    lines.push(`ATTENDEE;ROLE=REQ-PARTICIPANT${answer};CN=${name}:mailto:${attendee.email}`);
  }
  return lines;
}

function alarm({ status, company, language }: Invitation): readonly string[] {
  const minutes = company.meeting.remindMinutesBefore;
  if (status === "cancelled" || minutes === 0) return [];
  return [
    "BEGIN:VALARM",
    "ACTION:DISPLAY",
    `TRIGGER:-PT${minutes}M`,
    `DESCRIPTION:${text(company.meeting.title[language])}`,
    "END:VALARM",
  ];
}

/** "20261129T120000Z": UTC needs no VTIMEZONE, and a fixed offset loses nothing by it. */
function utc(at: number): string {
  return new Date(at).toISOString().replace(/[-:]|\.\d{3}/gu, "");
}

/** A TEXT value: backslash, semicolon and comma escaped, line ends as \n, other control characters dropped. */
function text(value: string): string {
  return visible(
    value
      .replace(/\r\n?/gu, "\n")
      .replace(/[\\;,]/gu, "\\$&")
      .replace(/\n/gu, "\\n"),
  );
}

/** A quoted parameter value, which can hold neither quotes nor control characters. */
function parameter(value: string): string {
  return `"${visible(value).replaceAll('"', "'")}"`;
}

function visible(value: string): string {
  return value.replace(/\p{Cc}/gu, "");
}

const LINE_OCTETS = 75;

/** Cuts a content line into pieces of at most 75 octets, never inside a character; continuations start with a space. */
function folded(line: string): string {
  let octets = 0;
  let result = "";
  for (const character of line) {
    const width = utf8Length(character);
    if (octets + width > LINE_OCTETS) {
      result += "\r\n ";
      octets = 1;
    }
    result += character;
    octets += width;
  }
  return result;
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) return 1;
  if (code < 0x800) return 2;
  return code < 0x10000 ? 3 : 4;
}
