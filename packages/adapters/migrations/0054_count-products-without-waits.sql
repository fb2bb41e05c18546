-- A transaction counts in a row that no other has, so that editors do not wait until an import commits. Each connection had one of eight rows.
-- To roll back: create the function of the baseline again.
CREATE OR REPLACE FUNCTION "count_active_products"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	difference bigint := 0;
BEGIN
	IF TG_OP IN ('INSERT', 'UPDATE') THEN
		difference := (SELECT count(*) FROM written WHERE status = 'active');
	END IF;
	IF TG_OP IN ('UPDATE', 'DELETE') THEN
		difference := difference - (SELECT count(*) FROM former WHERE status = 'active');
	END IF;
	IF difference <> 0 THEN
		-- The first, so that the statements of one transaction share a row.
		UPDATE "product_counts" SET "active" = "active" + difference
		WHERE "bucket" = (SELECT "bucket" FROM "product_counts" ORDER BY "bucket" LIMIT 1 FOR UPDATE SKIP LOCKED);
		IF NOT FOUND THEN
			-- There are never more rows than transactions that counted at the same time. A random key is free.
			INSERT INTO "product_counts" AS kept ("bucket", "active") VALUES (floor(random() * 2147483647)::integer, difference)
			ON CONFLICT ("bucket") DO UPDATE SET "active" = kept."active" + excluded."active";
		END IF;
	END IF;
	RETURN NULL;
END $$;
