CREATE TABLE "model_erasures" (
	"conversation_id" text PRIMARY KEY NOT NULL,
	"turns" integer NOT NULL,
	"erased_at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone NOT NULL,
	"tries" integer DEFAULT 0 NOT NULL,
	"passes" integer DEFAULT 0 NOT NULL
);
--> statement-breakpoint
CREATE INDEX "model_erasures_at" ON "model_erasures" USING btree ("erased_at");