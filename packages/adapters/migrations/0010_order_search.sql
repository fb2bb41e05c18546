ALTER TABLE "orders" DROP CONSTRAINT "orders_number_unique";--> statement-breakpoint
CREATE UNIQUE INDEX "orders_number_unique" ON "orders" USING btree ("number" collate "C");--> statement-breakpoint
CREATE INDEX "orders_by_creation" ON "orders" USING btree ("placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_status" ON "orders" USING btree ("status" collate "C","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_payment_status" ON "orders" USING btree ("payment_status" collate "C","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_email" ON "orders" USING btree ("email" collate "C","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_total" ON "orders" USING btree ("total","placed_at","id");