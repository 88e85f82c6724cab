CREATE TABLE "thread_people" (
	"conversation_id" text NOT NULL,
	"contact_id" text NOT NULL,
	CONSTRAINT "thread_people_conversation_id_contact_id_pk" PRIMARY KEY("conversation_id","contact_id")
);
--> statement-breakpoint
DROP INDEX "conversations_person";--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "thread" jsonb;--> statement-breakpoint
ALTER TABLE "conversations" ADD COLUMN "merged_into" text;--> statement-breakpoint
ALTER TABLE "thread_people" ADD CONSTRAINT "thread_people_conversation_id_conversations_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversations"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "thread_people" ADD CONSTRAINT "thread_people_contact_id_contacts_id_fk" FOREIGN KEY ("contact_id") REFERENCES "public"."contacts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "thread_people_contact" ON "thread_people" USING btree ("contact_id");--> statement-breakpoint
CREATE UNIQUE INDEX "conversations_person" ON "conversations" USING btree ("channel","account","contact_id") WHERE merged_into is null;