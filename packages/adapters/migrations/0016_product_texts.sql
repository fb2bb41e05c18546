-- A trusted extension: whoever may create in this database may have it made.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
--> statement-breakpoint
-- Nobody writes what is searched until the triggers are there; everybody reads. Some seconds for 100,000 products.
LOCK TABLE "products", "variants" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "product_texts" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
ALTER TABLE "product_texts" ADD CONSTRAINT "product_texts_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
-- A word that is searched for has no line's end in it, so none is found across two parts.
-- Planned once, by keys: PostgreSQL otherwise plans for the very list each time, which takes longer than to write its texts.
CREATE FUNCTION "write_product_texts"(written uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
	-- Whoever else writes one of them is waited for, and what they wrote is seen by the statements below.
	PERFORM 1 FROM "products" WHERE "id" = ANY (written) ORDER BY "id" FOR NO KEY UPDATE;
	DELETE FROM "product_texts" WHERE "product_id" IN (SELECT "id" FROM "products" WHERE "id" = ANY (written) AND "status" <> 'active');
	INSERT INTO "product_texts" AS kept ("product_id", "text")
	SELECT "id", lower(concat_ws(E'\n', "name", "description", (SELECT string_agg("sku", E'\n' ORDER BY "id") FROM "variants" WHERE "product_id" = "products"."id")))
	FROM "products" WHERE "id" = ANY (written) AND "status" = 'active'
	ON CONFLICT ("product_id") DO UPDATE SET "text" = excluded."text" WHERE kept."text" <> excluded."text";
END $$;
--> statement-breakpoint
DO $$ BEGIN PERFORM "write_product_texts"(ARRAY(SELECT "id" FROM "products")); END $$;
--> statement-breakpoint
CREATE INDEX "product_texts_trigrams" ON "product_texts" USING gin ("text" gin_trgm_ops);
--> statement-breakpoint
-- Once a statement, for those of its rows of which something is searched that was not before.
CREATE FUNCTION "write_texts_of_products"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		PERFORM "write_product_texts"(ARRAY(SELECT "id" FROM written));
	ELSE
		PERFORM "write_product_texts"(changed) FROM (SELECT ARRAY(
			SELECT "id" FROM written JOIN former USING ("id")
			WHERE (written."name", written."description", written."status") IS DISTINCT FROM (former."name", former."description", former."status")
		) AS changed) AS products WHERE changed <> '{}';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "write_texts_of_variants"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP = 'INSERT' THEN
		PERFORM "write_product_texts"(ARRAY(SELECT DISTINCT "product_id" FROM written));
	ELSIF TG_OP = 'DELETE' THEN
		PERFORM "write_product_texts"(ARRAY(SELECT DISTINCT "product_id" FROM former));
	ELSIF TG_OP = 'TRUNCATE' THEN
		PERFORM "write_product_texts"(ARRAY(SELECT "id" FROM "products"));
	ELSE
		PERFORM "write_product_texts"(changed) FROM (SELECT ARRAY(
			SELECT "product_id" FROM (
				(SELECT "product_id", "sku" FROM written EXCEPT ALL SELECT "product_id", "sku" FROM former)
				UNION ALL (SELECT "product_id", "sku" FROM former EXCEPT ALL SELECT "product_id", "sku" FROM written)
			) AS moved
		) AS changed) AS products WHERE changed <> '{}';
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "products_text_inserted" AFTER INSERT ON "products" REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "write_texts_of_products"();
--> statement-breakpoint
CREATE TRIGGER "products_text_updated" AFTER UPDATE ON "products" REFERENCING OLD TABLE AS former NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "write_texts_of_products"();
--> statement-breakpoint
CREATE TRIGGER "variants_text_inserted" AFTER INSERT ON "variants" REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "write_texts_of_variants"();
--> statement-breakpoint
CREATE TRIGGER "variants_text_updated" AFTER UPDATE ON "variants" REFERENCING OLD TABLE AS former NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "write_texts_of_variants"();
--> statement-breakpoint
CREATE TRIGGER "variants_text_deleted" AFTER DELETE ON "variants" REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION "write_texts_of_variants"();
--> statement-breakpoint
CREATE TRIGGER "variants_text_truncated" AFTER TRUNCATE ON "variants" FOR EACH STATEMENT EXECUTE FUNCTION "write_texts_of_variants"();
