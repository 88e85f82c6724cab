CREATE TABLE "model_spending" (
	"month" text PRIMARY KEY NOT NULL,
	"cost_usd" numeric(18, 9) NOT NULL
);
--> statement-breakpoint
ALTER TABLE "model_calls" ALTER COLUMN "cost_usd" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "model_calls" ALTER COLUMN "cost_usd" SET DATA TYPE numeric(18, 9) USING "cost_usd"::numeric;--> statement-breakpoint
ALTER TABLE "model_calls" ALTER COLUMN "cost_usd" SET DEFAULT '0';--> statement-breakpoint
ALTER TABLE "model_calls" ADD COLUMN "fallback" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "model_calls" ADD COLUMN "tokens_cached" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "model_calls" ADD COLUMN "data_left" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "model_calls_age" ON "model_calls" USING btree ("created_at");--> statement-breakpoint
INSERT INTO "model_spending" ("month", "cost_usd")
SELECT to_char("created_at" AT TIME ZONE 'Asia/Riyadh', 'YYYY-MM'), sum("cost_usd") FROM "model_calls" GROUP BY 1;
