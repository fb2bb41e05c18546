-- To roll back: create the two functions of the baseline again.
-- As in the baseline, with the brand and the tags.
CREATE OR REPLACE FUNCTION "write_product_texts"(written uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
	-- Waits for other writers of the same products, so that the statements below see what they wrote.
	PERFORM 1 FROM "products" WHERE "id" = ANY (written) ORDER BY "id" FOR NO KEY UPDATE;
	DELETE FROM "product_texts" WHERE "product_id" IN (SELECT "id" FROM "products" WHERE "id" = ANY (written) AND "status" <> 'active');
	INSERT INTO "product_texts" AS kept ("product_id", "text")
	SELECT "id", lower(concat_ws(E'\n', "name", "description", "brand", nullif(array_to_string("tags", E'\n'), ''), (SELECT string_agg("sku", E'\n' ORDER BY "id") FROM "variants" WHERE "product_id" = "products"."id")))
	FROM "products" WHERE "id" = ANY (written) AND "status" = 'active'
	ON CONFLICT ("product_id") DO UPDATE SET "text" = excluded."text" WHERE kept."text" <> excluded."text";
END $$;
--> statement-breakpoint
CREATE OR REPLACE FUNCTION "write_texts_of_products"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		PERFORM "write_product_texts"(ARRAY(SELECT "id" FROM written));
	ELSE
		PERFORM "write_product_texts"(changed) FROM (SELECT ARRAY(
			SELECT "id" FROM written JOIN former USING ("id")
			WHERE (written."name", written."description", written."status", written."brand", written."tags")
				IS DISTINCT FROM (former."name", former."description", former."status", former."brand", former."tags")
		) AS changed) AS products WHERE changed <> '{}';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
SELECT "write_product_texts"(ARRAY(SELECT "id" FROM "products" WHERE "brand" IS NOT NULL OR "tags" <> '{}'));
