CREATE TABLE "letter_files" (
	"account" text NOT NULL,
	"letter_id" text NOT NULL,
	"place" integer NOT NULL,
	"media_type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "letter_files_account_letter_id_place_pk" PRIMARY KEY("account","letter_id","place")
);
--> statement-breakpoint
CREATE INDEX "letter_files_age" ON "letter_files" USING btree ("created_at");