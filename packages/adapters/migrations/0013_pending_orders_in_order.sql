DROP INDEX "orders_pending";--> statement-breakpoint
CREATE INDEX "orders_pending" ON "orders" USING btree ("placed_at","id") WHERE "orders"."status" = 'pending';