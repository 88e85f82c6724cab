CREATE TABLE "crm_erasures" (
	"contact_id" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE TABLE "crm_jobs" (
	"lead_id" text PRIMARY KEY NOT NULL,
	"contact_id" text NOT NULL,
	"seq" bigint DEFAULT 1 NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"lease_until" timestamp with time zone,
	"tries" integer DEFAULT 0 NOT NULL,
	"dead" boolean DEFAULT false NOT NULL,
	"last_error" text
);
--> statement-breakpoint
CREATE TABLE "crm_links" (
	"kind" text NOT NULL,
	"our_id" text NOT NULL,
	"their_id" text NOT NULL,
	"contact_id" text NOT NULL,
	"written" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "crm_links_kind_our_id_pk" PRIMARY KEY("kind","our_id")
);
--> statement-breakpoint
CREATE TABLE "crm_news" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"their_id" text NOT NULL,
	"property" text NOT NULL,
	"value" text NOT NULL,
	"occurred_at" timestamp with time zone NOT NULL,
	"handled_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "crm_switch" (
	"provider" text PRIMARY KEY NOT NULL,
	"since" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "crm_jobs_due" ON "crm_jobs" USING btree ("due_at") WHERE not dead;--> statement-breakpoint
CREATE INDEX "crm_jobs_contact" ON "crm_jobs" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "crm_links_theirs" ON "crm_links" USING btree ("kind","their_id");--> statement-breakpoint
CREATE INDEX "crm_links_contact" ON "crm_links" USING btree ("contact_id");--> statement-breakpoint
CREATE INDEX "crm_news_waiting" ON "crm_news" USING btree ("occurred_at") WHERE handled_at is null;--> statement-breakpoint
CREATE FUNCTION crm_lead_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM crm_switch) THEN RETURN NULL; END IF;
  -- A breath, so that what follows within it is told in one go.
  IF TG_TABLE_NAME = 'leads' THEN
    INSERT INTO crm_jobs (lead_id, contact_id, due_at) VALUES (NEW.id, NEW.contact_id, now() + interval '2 seconds')
    ON CONFLICT (lead_id) DO UPDATE SET seq = crm_jobs.seq + 1, contact_id = excluded.contact_id, dead = false, tries = 0,
      due_at = CASE WHEN crm_jobs.dead THEN excluded.due_at ELSE least(crm_jobs.due_at, excluded.due_at) END;
  ELSE
    INSERT INTO crm_jobs (lead_id, contact_id, due_at)
    SELECT l.id, l.contact_id, now() + interval '2 seconds' FROM leads l WHERE l.id = NEW.lead_id
    ON CONFLICT (lead_id) DO UPDATE SET seq = crm_jobs.seq + 1, dead = false, tries = 0,
      due_at = CASE WHEN crm_jobs.dead THEN excluded.due_at ELSE least(crm_jobs.due_at, excluded.due_at) END;
  END IF;
  RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER leads_to_crm AFTER INSERT OR UPDATE ON leads FOR EACH ROW EXECUTE FUNCTION crm_lead_changed();
--> statement-breakpoint
CREATE TRIGGER bookings_to_crm AFTER INSERT OR UPDATE ON bookings FOR EACH ROW EXECUTE FUNCTION crm_lead_changed();
--> statement-breakpoint
CREATE TRIGGER proposals_to_crm AFTER INSERT OR UPDATE ON proposals FOR EACH ROW EXECUTE FUNCTION crm_lead_changed();
