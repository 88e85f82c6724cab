ALTER TABLE "tasks" ADD COLUMN "done_by" text;--> statement-breakpoint
CREATE INDEX "tasks_lead" ON "tasks" USING btree ("lead_id");