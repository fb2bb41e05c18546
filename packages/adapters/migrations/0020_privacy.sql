-- To roll back: drop the tables "erasures" and "invoice_recipients", the index "known_addresses_by_last_use".
CREATE TABLE "erasures" (
	"id" uuid PRIMARY KEY NOT NULL,
	"user_id" uuid,
	"mailboxes" text[] NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "invoice_recipients" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"billing_address" jsonb,
	"shipping_address" jsonb,
	"issued_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "erasures_by_time" ON "erasures" USING btree ("at") WHERE "erasures"."mailboxes" <> '{}';--> statement-breakpoint
CREATE INDEX "erasures_of_user" ON "erasures" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "invoice_recipients_by_issue" ON "invoice_recipients" USING btree ("issued_at");--> statement-breakpoint
CREATE INDEX "known_addresses_by_last_use" ON "known_addresses" USING btree ("last_seen_at");