DROP INDEX "conversations_recent";--> statement-breakpoint
DROP INDEX "messages_waiting";--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "last_inbound_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "talked_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "lanes" ADD COLUMN "heard_to" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
CREATE INDEX "lanes_recent" ON "lanes" USING btree ("talked_at" DESC NULLS LAST,"conversation_id" DESC NULLS LAST);--> statement-breakpoint
UPDATE "lanes" SET "last_inbound_at" = c."last_inbound_at", "talked_at" = c."last_message_at" FROM "conversations" c WHERE c."id" = "lanes"."conversation_id";--> statement-breakpoint
ALTER TABLE "conversations" DROP COLUMN "last_inbound_at";--> statement-breakpoint
ALTER TABLE "conversations" DROP COLUMN "last_message_at";--> statement-breakpoint
-- No index names what a turn changes in these rows any more: with room on the page an update touches none.
ALTER TABLE "messages" SET (fillfactor = 60);