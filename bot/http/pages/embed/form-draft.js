import { keep, recall } from "./settings.js";

/** Forms of each site on this page: several scripts load in any order, so no count runs over all of them. */
const formsOf = new Map();

/**
 * What somebody wrote and has not sent, kept for this tab.
 * @param {string} site
 * @param {any} form
 */
export function formDraft(site, form) {
  if (form.dataset.draft === undefined) {
    const place = formsOf.get(site) ?? 0;
    formsOf.set(site, place + 1);
    form.dataset.draft = String(place);
  }
  const name = `majlis-form:${site}:${form.dataset.draft}`;
  const fields = () => [...form.elements].filter((field) => field.name && field.name !== "homepage");
  return {
    /** @returns {string | null} The id under which it was, or would have been, sent. */
    restore() {
      const kept = recall(name);
      for (const field of fields()) {
        const value = kept?.answers?.[keyOf(field)];
        if (value === undefined) continue;
        if (field.type === "checkbox") field.checked = value === true;
        else field.value = String(value);
      }
      return kept?.submission ?? null;
    },
    /** @param {string} submission */
    save(submission) {
      const answers = Object.fromEntries(
        // An agreement is given anew each time.
        fields()
          .filter((field) => field.name !== "consent")
          .map((field) => [keyOf(field), field.type === "checkbox" ? field.checked : field.value]),
      );
      keep(name, { submission, answers });
    },
    forget() {
      keep(name, null);
    },
  };
}

/** @param {any} field */
function keyOf(field) {
  return field.type === "checkbox" ? `${field.name}:${field.value}` : field.name;
}
