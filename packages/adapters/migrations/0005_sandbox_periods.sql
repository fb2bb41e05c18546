ALTER TABLE "sandbox_payments" ADD COLUMN "created_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "sandbox_payments" ADD COLUMN "refunded_at" timestamp (3) with time zone;--> statement-breakpoint
-- What earlier documents do not say: they are card payments, and as good as captured when they were made.
UPDATE "sandbox_payments" SET
  "created_at" = ("document" ->> 'createdAt')::timestamptz,
  "refunded_at" = (SELECT max((refund ->> 'at')::timestamptz) FROM jsonb_array_elements("document" -> 'refunds') refund),
  "document" = '{"method":"card","orderNumber":""}'::jsonb
    || CASE WHEN "document" ->> 'status' = 'succeeded' THEN jsonb_build_object('capturedAt', "document" -> 'createdAt') ELSE '{}' END
    || "document";--> statement-breakpoint
ALTER TABLE "sandbox_payments" ALTER COLUMN "created_at" SET NOT NULL;--> statement-breakpoint
CREATE INDEX "sandbox_payments_by_creation" ON "sandbox_payments" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "sandbox_payments_by_refund" ON "sandbox_payments" USING btree ("refunded_at") WHERE "sandbox_payments"."refunded_at" is not null;
