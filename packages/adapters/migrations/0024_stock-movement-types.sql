-- To roll back: restore the backup: "stock_movements"."delta" is gone.
ALTER TABLE "imports" ADD COLUMN "requested_by" text;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "location" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" ADD COLUMN "reserved" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "stock" DROP CONSTRAINT "stock_pkey";--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_variant_id_location_pk" PRIMARY KEY("variant_id","location");--> statement-breakpoint
ALTER TABLE "stock_movements" ADD COLUMN "type" text;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD COLUMN "quantity" integer;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD COLUMN "actor" text;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD COLUMN "location" text DEFAULT 'main' NOT NULL;--> statement-breakpoint
DELETE FROM "stock_movements" WHERE "delta" = 0;--> statement-breakpoint
-- The type of each movement that there is: by its order and sign, and the first of a variant without an order is what it received.
UPDATE "stock_movements" SET
	"type" = CASE
		WHEN "order_id" IS NOT NULL AND "delta" < 0 THEN 'reserved'
		WHEN "order_id" IS NOT NULL AND "reason" = 'units returned' THEN 'returned'
		WHEN "order_id" IS NOT NULL THEN 'released'
		ELSE 'adjusted' END,
	"quantity" = CASE WHEN "order_id" IS NULL THEN "delta" ELSE abs("delta") END;--> statement-breakpoint
UPDATE "stock_movements" SET "type" = 'received' FROM (
	SELECT DISTINCT ON ("variant_id") "id" FROM "stock_movements" ORDER BY "variant_id", "at", "id"
) AS "first" WHERE "stock_movements"."id" = "first"."id" AND "type" = 'adjusted' AND "delta" > 0;--> statement-breakpoint
ALTER TABLE "stock_movements" DROP COLUMN "delta";--> statement-breakpoint
ALTER TABLE "stock_movements" ALTER COLUMN "type" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_movements" ALTER COLUMN "quantity" SET NOT NULL;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_signed" CHECK ("stock_movements"."quantity" > 0 or "stock_movements"."type" = 'adjusted');--> statement-breakpoint
-- What was shipped of what was reserved, from the documents of the orders.
INSERT INTO "stock_movements" ("id", "variant_id", "type", "quantity", "reason", "order_id", "at")
SELECT gen_random_uuid(), "shipped"."variant_id", 'shipped', "shipped"."quantity", 'units shipped', "shipped"."order_id", "shipped"."at"
FROM (
	SELECT "orders"."id" AS "order_id", (line ->> 'variantId')::uuid AS "variant_id", (parcel ->> 'shippedAt')::timestamptz AS "at", sum((line ->> 'quantity')::integer) AS "quantity"
	FROM "orders", json_array_elements("document" -> 'shipments') AS parcel, json_array_elements(parcel -> 'lines') AS line
	GROUP BY 1, 2, 3
) AS "shipped"
WHERE EXISTS (
	SELECT FROM "stock_movements" AS earlier
	WHERE earlier."order_id" = "shipped"."order_id" AND earlier."variant_id" = "shipped"."variant_id" AND earlier."type" = 'reserved'
);--> statement-breakpoint
-- What open orders hold: the units that are neither shipped nor cancelled.
WITH open AS (
	SELECT "document" FROM "orders" WHERE "status" IN ('pending', 'paid', 'partially_shipped')
), units AS (
	SELECT line ->> 'variantId' AS variant_id, (line ->> 'quantity')::integer AS quantity
	FROM open, json_array_elements("document" -> 'pricing' -> 'lines') AS line WHERE (line ->> 'digital')::boolean IS NOT TRUE
	UNION ALL
	SELECT line ->> 'variantId', - (line ->> 'quantity')::integer
	FROM open, json_array_elements("document" -> 'shipments') AS parcel, json_array_elements(parcel -> 'lines') AS line
	UNION ALL
	SELECT line ->> 'variantId', - (line ->> 'quantity')::integer
	FROM open, json_array_elements("document" -> 'unitCancellations') AS cancelled, json_array_elements(cancelled -> 'lines') AS line
)
UPDATE "stock" SET "reserved" = held.quantity
FROM (SELECT variant_id::uuid, sum(quantity) AS quantity FROM units GROUP BY 1) AS held
WHERE held.variant_id = "stock"."variant_id" AND held.quantity <> 0;--> statement-breakpoint
-- Where the ledger still sums to something else, such as for variants that were not always counted, a movement makes up for it.
INSERT INTO "stock_movements" ("id", "variant_id", "type", "quantity", "reason", "at")
SELECT gen_random_uuid(), "variant_id", CASE WHEN missing > 0 THEN 'reserved' ELSE 'released' END, abs(missing), 'brought into line by an upgrade', now()
FROM (
	SELECT "variant_id", coalesce("stock"."reserved", 0) - coalesce(ledger.reserved, 0) AS missing
	FROM "stock" FULL JOIN (
		SELECT "variant_id", sum("quantity" * CASE "type" WHEN 'reserved' THEN 1 WHEN 'released' THEN -1 WHEN 'shipped' THEN -1 ELSE 0 END) AS reserved
		FROM "stock_movements" GROUP BY "variant_id"
	) AS ledger USING ("variant_id")
) AS compared WHERE missing <> 0;--> statement-breakpoint
INSERT INTO "stock_movements" ("id", "variant_id", "type", "quantity", "reason", "at")
SELECT gen_random_uuid(), "variant_id", 'adjusted', missing, 'brought into line by an upgrade', now()
FROM (
	SELECT "variant_id", coalesce("stock"."available", 0) - coalesce(ledger.available, 0) AS missing
	FROM "stock" FULL JOIN (
		SELECT "variant_id", sum("quantity" * CASE "type" WHEN 'reserved' THEN -1 WHEN 'shipped' THEN 0 ELSE 1 END) AS available
		FROM "stock_movements" GROUP BY "variant_id"
	) AS ledger USING ("variant_id")
) AS compared WHERE missing <> 0;
