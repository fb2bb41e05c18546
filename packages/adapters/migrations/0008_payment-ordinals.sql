-- To roll back: drop the column "payments"."ordinal".
ALTER TABLE "payments" ADD COLUMN "ordinal" integer;--> statement-breakpoint
-- Only pending orders can have further attempts.
UPDATE "payments" SET "ordinal" = numbered."ordinal"
FROM (
  SELECT "id", row_number() OVER (PARTITION BY "order_id" ORDER BY "id") AS "ordinal"
  FROM "payments"
  WHERE "order_id" IN (SELECT "id" FROM "orders" WHERE "status" = 'pending')
) AS numbered
WHERE "payments"."id" = numbered."id";--> statement-breakpoint
CREATE UNIQUE INDEX "payments_by_ordinal" ON "payments" USING btree ("order_id","ordinal");
