-- To roll back: drop the columns "orders"."placed_by" and "orders"."reserved_units".
ALTER TABLE "orders" ADD COLUMN "placed_by" text;--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "reserved_units" integer;--> statement-breakpoint
CREATE INDEX "orders_unpaid_by" ON "orders" USING btree ("placed_by") WHERE "orders"."placed_by" is not null;