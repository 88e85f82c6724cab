ALTER TABLE "messages" ALTER COLUMN "payload" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "choices" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "choices" SET DEFAULT '[]'::json;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "attachments" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "attachments" SET DEFAULT '[]'::json;--> statement-breakpoint
ALTER TABLE "outbox" ALTER COLUMN "template" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "turns" ALTER COLUMN "events" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "turns" ALTER COLUMN "actions" SET DATA TYPE json;--> statement-breakpoint
ALTER TABLE "turns" ALTER COLUMN "understood" SET DATA TYPE json;