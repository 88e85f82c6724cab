CREATE TABLE "agent_runs" (
	"number" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "agent_runs_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"agent" text NOT NULL,
	"lead_id" text,
	"ok" boolean NOT NULL,
	"milliseconds" integer NOT NULL,
	"error" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outreach_drafts" (
	"id" text PRIMARY KEY NOT NULL,
	"number" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outreach_drafts_number_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"lead_id" text NOT NULL,
	"channel" text NOT NULL,
	"language" text NOT NULL,
	"subject" text,
	"text" text NOT NULL,
	"status" text DEFAULT 'draft' NOT NULL,
	"conversation_id" text,
	"decided_by" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"decided_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "leads" ADD COLUMN "company_key" text;--> statement-breakpoint
ALTER TABLE "agent_runs" ADD CONSTRAINT "agent_runs_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "outreach_drafts" ADD CONSTRAINT "outreach_drafts_lead_id_leads_id_fk" FOREIGN KEY ("lead_id") REFERENCES "public"."leads"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "agent_runs_agent" ON "agent_runs" USING btree ("agent","number" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "agent_runs_lead" ON "agent_runs" USING btree ("lead_id") WHERE lead_id is not null;--> statement-breakpoint
CREATE INDEX "outreach_drafts_lead" ON "outreach_drafts" USING btree ("lead_id");--> statement-breakpoint
CREATE INDEX "outreach_drafts_number" ON "outreach_drafts" USING btree ("number" DESC NULLS LAST);--> statement-breakpoint
CREATE INDEX "leads_company_key" ON "leads" USING btree ("company_key") WHERE company_key is not null;