import type { Company, Hours, Rep } from "../../bot/conversation/company.ts";

/** A company's opening times as most Saudi offices keep them; tests change what they are about. */
export const officeHours: Hours = {
  days: [0, 1, 2, 3, 4],
  from: "09:00",
  to: "17:00",
  ramadan: { from: "10:00", to: "15:00" },
  closed: ["2026-12-01"],
};

export const meeting: Company["meeting"] = {
  minutes: 30,
  bufferMinutes: 15,
  noticeMinutes: 120,
  horizonDays: 14,
  title: { ar: "عرض توضيحي", en: "Product demo" },
  place: { ar: "مكالمة فيديو", en: "Video call" },
  remindMinutesBefore: 60,
};

export function rep(id: string, hours: Hours | null = null): Rep {
  return { id, name: { ar: "سارة", en: "Sarah" }, email: null, phone: null, hours, sectors: [] };
}
