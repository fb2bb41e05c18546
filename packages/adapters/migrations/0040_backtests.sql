-- To roll back: drop the table "backtests".
CREATE TABLE "backtests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"promotion" jsonb NOT NULL,
	"from_at" timestamp (3) with time zone NOT NULL,
	"to_at" timestamp (3) with time zone NOT NULL,
	"status" text NOT NULL,
	"total" integer NOT NULL,
	"processed" integer NOT NULL,
	"unpriced" integer NOT NULL,
	"result" jsonb,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
