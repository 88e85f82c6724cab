CREATE TABLE "receipt_marks" (
	"channel" text NOT NULL,
	"account" text NOT NULL,
	"heard_at" timestamp with time zone NOT NULL,
	CONSTRAINT "receipt_marks_channel_account_pk" PRIMARY KEY("channel","account")
);
