CREATE TABLE "lanes" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"due_at" timestamp with time zone,
	"waiting_since" timestamp with time zone,
	"lease_owner" text,
	"attempts" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
INSERT INTO "lanes" ("conversation_id", "due_at", "waiting_since", "attempts") SELECT "id", coalesce("due_at", CASE WHEN "lease_owner" IS NOT NULL THEN now() END), "waiting_since", "attempts" FROM "conversations";--> statement-breakpoint
DROP INDEX "conversations_due";--> statement-breakpoint
DROP INDEX "conversations_leased";--> statement-breakpoint
ALTER TABLE "lanes" ADD CONSTRAINT "lanes_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "lanes_due" ON "lanes" USING btree ("due_at") WHERE due_at is not null and lease_owner is null;--> statement-breakpoint
CREATE INDEX "lanes_leased" ON "lanes" USING btree ("lease_owner") WHERE lease_owner is not null;--> statement-breakpoint
ALTER TABLE "conversations" DROP COLUMN "due_at";--> statement-breakpoint
ALTER TABLE "conversations" DROP COLUMN "waiting_since";--> statement-breakpoint
ALTER TABLE "conversations" DROP COLUMN "lease_owner";--> statement-breakpoint
ALTER TABLE "conversations" DROP COLUMN "attempts";--> statement-breakpoint
-- Room on each page for the next version of a row: an update that touches no index then stays on its page.
ALTER TABLE "lanes" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "conversations" SET (fillfactor = 70);--> statement-breakpoint
ALTER TABLE "outbox" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "messages" SET (fillfactor = 90);
