CREATE TABLE "reconciliations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"requested_by" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"done_to" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"counts" jsonb NOT NULL,
	"differences" jsonb NOT NULL,
	CONSTRAINT "reconciliations_due_at_unique" UNIQUE("due_at")
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "refund_pending_since" timestamp (3) with time zone;--> statement-breakpoint
-- From now on each order is saved with it; those that were saved before say it in their documents.
UPDATE "orders" SET "refund_pending_since" = (
	SELECT min(("refund" ->> 'requestedAt')::timestamptz) FROM jsonb_array_elements("document" -> 'refunds') AS "refund" WHERE "refund" ->> 'status' = 'pending'
) WHERE "document" @> '{"refunds":[{"status":"pending"}]}';--> statement-breakpoint
CREATE INDEX "reconciliations_by_request" ON "reconciliations" USING btree ("requested_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "orders_with_pending_refund" ON "orders" USING btree ("refund_pending_since","id") WHERE "orders"."refund_pending_since" is not null;