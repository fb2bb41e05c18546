-- To roll back: drop the four indexes. Nothing needs "imports"."csv" to be NOT NULL.
ALTER TABLE "imports" ALTER COLUMN "csv" DROP NOT NULL;--> statement-breakpoint
CREATE INDEX "carts_of_guests" ON "carts" USING btree ("created_at") WHERE "carts"."customer_id" is null;--> statement-breakpoint
CREATE INDEX "imports_with_file" ON "imports" USING btree ("created_at") WHERE "imports"."csv" is not null;--> statement-breakpoint
CREATE INDEX "inbox_by_acceptance" ON "inbox" USING btree ("accepted_at");--> statement-breakpoint
CREATE INDEX "outbox_dead_letters" ON "outbox" USING btree ("failed_at") WHERE "outbox"."failed_at" is not null;