-- Whatever was started before there were checkouts is a card payment.
ALTER TABLE "payments" ADD COLUMN "method" text DEFAULT 'card' NOT NULL;--> statement-breakpoint
ALTER TABLE "payments" ALTER COLUMN "method" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "success_url" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "cancel_url" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "capture_reference" text;--> statement-breakpoint
ALTER TABLE "payments" ADD COLUMN "ended_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "payments_by_reference" ON "payments" USING btree ("provider","reference");--> statement-breakpoint
CREATE INDEX "payments_by_capture" ON "payments" USING btree ("provider","capture_reference");--> statement-breakpoint
CREATE INDEX "payments_by_creation" ON "payments" USING btree ("created_at");