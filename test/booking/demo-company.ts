import type { Company } from "../../bot/conversation/company.ts";
import { meeting, officeHours, rep } from "./demo-hours.ts";

/** A whole profile for tests that need one; nothing here is meant to be read as a rule. */
export const demoCompany: Company = {
  name: { ar: "منصة نسّق", en: "Nassiq" },
  about: { ar: "نظام مواعيد للعيادات", en: "Appointments for clinics" },
  website: "https://nassiq.example",
  phone: "+966110000000",
  email: "sales@nassiq.example",
  crNumber: "7001234567",
  vatNumber: "310123456700003",
  address: { ar: "الرياض، حي الصحافة، طريق الملك فهد", en: "King Fahd Road, As Sahafah, Riyadh" },
  hours: officeHours,
  offers: [],
  claims: [],
  icp: {
    sectors: [],
    nearSectors: [],
    sizeMin: 1,
    sizeMax: 500,
    regions: ["SA"],
    budgetMin: 0,
    budgetMax: 1_000_000,
    pains: [],
  },
  meeting,
  reps: [{ ...rep("sarah"), email: "sarah@nassiq.example" }],
  proposal: { validDays: 14, terms: { ar: "الدفع مقدماً.", en: "Paid in advance." } },
  followUpDays: [1],
  privacy: { notice: { ar: "خصوصية", en: "Privacy" }, url: null },
};
