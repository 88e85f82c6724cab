import type pg from "pg";
import type { OutreachDrafts } from "../bot/contracts/outreach.ts";

const KEEP = `
insert into outreach_drafts (id, lead_id, channel, language, subject, text) values ($1, $2, $3, $4, $5, $6)`;

const DECLINE = `
update outreach_drafts set status = 'declined', decided_by = $2, decided_at = now()
 where id = $1 and status = 'draft' returning id`;

/** See `OutreachDrafts`. */
export function outreachDraftsOn(pool: pg.Pool): OutreachDrafts {
  return {
    async keep(id, { leadId, channel, language, subject, text }) {
      await pool.query(KEEP, [id, leadId, channel, language, subject, text]);
    },
    async decline(id, by) {
      const answer = await pool.query(DECLINE, [id, by]);
      return (answer.rowCount ?? 0) > 0;
    },
  };
}
