-- To roll back: create the functions and triggers of 0021 again, with the settings of 0043.
-- As before, with fewer steps for plain texts: expressions only, since a query inside a function costs more than the work it does.
CREATE OR REPLACE FUNCTION "search_tokens"(raw text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	folded text := left(raw, 20000);
BEGIN
	IF strpos(folded, '<') > 0 OR strpos(folded, '&') > 0 THEN
		folded := regexp_replace(folded, '<[^>]*>|&[a-zA-Z0-9#]{1,10};', ' ', 'g');
	END IF;
	IF octet_length(folded) = length(folded) THEN
		folded := lower(folded);
	ELSE
		folded := "search_fold"(folded);
	END IF;
	IF strpos(folded, '''') > 0 OR strpos(folded, U&'\2019') > 0 THEN
		folded := regexp_replace(regexp_replace(folded, '(^|[^a-z0-9])([a-z]|qu)[''\u2019]', '\1\2 ', 'g'), '[''\u2019]', '', 'g');
	END IF;
	folded := regexp_replace(folded, '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\ufeff\ufffd]+', ' ', 'g');
	IF folded ~ '[^ ]{51}' THEN
		folded := regexp_replace(folded, '([^ ]{50})[^ ]+', '\1', 'g');
	END IF;
	RETURN array_remove(string_to_array(btrim(folded), ' '), '');
END $$;
--> statement-breakpoint
-- Writes any number of products by one statement, which is planned once a session, by keys: PostgreSQL may have planned it while tables were empty.
CREATE OR REPLACE FUNCTION "write_product_search"(written uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
	-- Waits for other writers of the same products, so that the statement below sees what they wrote.
	PERFORM FROM "products" WHERE "id" = ANY(written) ORDER BY "id" FOR NO KEY UPDATE;
	DELETE FROM "product_search" WHERE "product_id" = ANY(written)
		AND NOT EXISTS (SELECT FROM "products" AS product WHERE product."id" = "product_id" AND product."status" = 'active');
	WITH found AS MATERIALIZED (
		SELECT product."id", product."brand", product."tags", filed.categories, sold.*, names.name_words, lexemes.*, pairs.pair_lexemes, translated.*
		FROM "products" AS product
		CROSS JOIN LATERAL (
			SELECT ARRAY(SELECT "category_id" FROM "product_categories" WHERE "product_id" = product."id" ORDER BY "position") AS categories OFFSET 0
		) AS filed
		CROSS JOIN LATERAL (
			SELECT min("price") AS lowest, max("price") AS highest, string_agg(concat_ws(' ', "sku", "barcode"), ' ') AS codes,
				ARRAY(
					SELECT DISTINCT jsonb_build_array(option.key, option.value)::text
					FROM "variants" AS optional, jsonb_each_text(optional."options") AS option
					WHERE optional."product_id" = product."id" AND NOT optional."archived"
				) AS options
			FROM "variants" WHERE "product_id" = product."id" AND NOT "archived"
		) AS sold
		CROSS JOIN LATERAL (SELECT "search_tokens"(product."name") AS name_words OFFSET 0) AS names
		CROSS JOIN LATERAL (
			SELECT ARRAY(SELECT DISTINCT unnest(array_append(ts_lexize('english_stem', word), word)) FROM unnest(names.name_words) AS word) AS name_lexemes,
				ARRAY(SELECT DISTINCT unnest(array_append(ts_lexize('english_stem', word), word)) FROM unnest("search_tokens"(product."brand")) AS word) AS brand_lexemes,
				ARRAY(SELECT DISTINCT unnest(array_append(ts_lexize('english_stem', word), word)) FROM unnest("search_tokens"(array_to_string(product."tags", ' '))) AS word)
					|| coalesce("search_tokens"(sold.codes), '{}') AS other_lexemes,
				-- Without stop words, and without the words themselves: their stems find them.
				ARRAY(SELECT DISTINCT unnest(ts_lexize('english_stem', word)) FROM unnest("search_tokens"(product."description")) AS word) AS text_lexemes
			OFFSET 0
		) AS lexemes
		-- Neighbours as one word: "lunchbox" finds lunch boxes.
		CROSS JOIN LATERAL (
			SELECT ARRAY(
				SELECT DISTINCT unnest(array_append(ts_lexize('english_stem', pair), pair))
				FROM (SELECT names.name_words[place] || names.name_words[place + 1] AS pair FROM generate_series(1, cardinality(names.name_words) - 1) AS place) AS neighbours
			) AS pair_lexemes OFFSET 0
		) AS pairs
		CROSS JOIN LATERAL (
			SELECT ARRAY(SELECT unnest("search_lexemes"("search_tokens"(texts.value ->> 'name'), texts.key)) FROM jsonb_each(product."translations") AS texts) AS translated_names,
				ARRAY(SELECT unnest("search_lexemes"("search_tokens"(texts.value ->> 'description'), texts.key)) FROM jsonb_each(product."translations") AS texts) AS translated_texts
			OFFSET 0
		) AS translated
		WHERE product."id" = ANY(written) AND product."status" = 'active'
	),
	saved AS (
		INSERT INTO "product_search" AS former ("product_id", "words", "title", "name_length", "brand", "tags", "categories", "options", "lowest_price", "highest_price")
		SELECT "id", words.found_words, words.found_title, cardinality(name_words), "brand", "tags", categories, options, coalesce(lowest, 9007199254740991), coalesce(highest, 9007199254740991)
		FROM found CROSS JOIN LATERAL (
			SELECT array_to_tsvector(ARRAY(
				SELECT DISTINCT lexeme FROM (
					SELECT unnest(name_lexemes || translated_names || pair_lexemes || brand_lexemes || other_lexemes || text_lexemes || translated_texts) AS lexeme
					UNION ALL SELECT '=' || word FROM unnest(name_lexemes || translated_names || pair_lexemes) AS word
					UNION ALL SELECT '#c' || id FROM unnest(categories) AS id
					UNION ALL SELECT '#o' || md5("search_fold"(option::jsonb ->> 0) || '=' || "search_fold"(option::jsonb ->> 1)) FROM unnest(options) AS option
					UNION ALL SELECT '#'
				) AS lexemes
			)) AS found_words,
			concat_ws(' ',
				'''' || nullif(array_to_string(name_lexemes || translated_names || pair_lexemes, ''':1A '''), '') || ''':1A',
				'''' || nullif(array_to_string(brand_lexemes, ''':2B '''), '') || ''':2B',
				'''' || nullif(array_to_string(other_lexemes, ''':3C '''), '') || ''':3C',
				'''#c' || nullif(array_to_string(categories, ''':3C ''#c'), '') || ''':3C'
			)::tsvector AS found_title
		) AS words
		ON CONFLICT ("product_id") DO UPDATE SET "words" = excluded."words", "title" = excluded."title", "name_length" = excluded."name_length", "brand" = excluded."brand",
			"tags" = excluded."tags", "categories" = excluded."categories", "options" = excluded."options", "lowest_price" = excluded."lowest_price", "highest_price" = excluded."highest_price"
		WHERE (former."words", former."title", former."name_length", former."brand", former."tags", former."categories", former."options", former."lowest_price", former."highest_price")
			IS DISTINCT FROM (excluded."words", excluded."title", excluded."name_length", excluded."brand", excluded."tags", excluded."categories", excluded."options", excluded."lowest_price", excluded."highest_price")
	)
	-- Known words are left alone, so that writers of the same words do not wait for each other.
	INSERT INTO "search_words" ("word", "deletions")
	SELECT word, "search_deletions"(word) FROM (
		SELECT DISTINCT unnest(name_lexemes || translated_names || brand_lexemes || other_lexemes) AS word FROM found
	) AS words
	WHERE NOT EXISTS (SELECT FROM "search_words" AS known WHERE known."word" = words.word)
	ORDER BY word
	ON CONFLICT DO NOTHING;
END $$;
--> statement-breakpoint
-- A transaction that writes many products sets cartwright.search to 'later', calls "write_product_search" for all of them, and sets 'written'.
-- What it changes from then on is written again: only without that is a row of this transaction known to be up to date.
CREATE OR REPLACE FUNCTION "write_search_of_row"() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
	changed uuid[] := '{}';
	product uuid;
BEGIN
	IF TG_TABLE_NAME = 'products' THEN
		changed := ARRAY[NEW."id"];
	ELSIF TG_OP = 'INSERT' THEN
		changed := ARRAY[NEW."product_id"];
	ELSIF TG_OP = 'DELETE' THEN
		changed := ARRAY[OLD."product_id"];
	ELSE
		changed := ARRAY[OLD."product_id", NEW."product_id"];
	END IF;
	FOREACH product IN ARRAY changed LOOP
		IF current_setting('cartwright.search', true) = 'written'
			OR NOT EXISTS (SELECT FROM "product_search" WHERE "product_id" = product AND "xmin" = pg_current_xact_id()::xid) THEN
			PERFORM "write_product_search"(ARRAY[product]);
		END IF;
	END LOOP;
	RETURN NULL;
END $$;
--> statement-breakpoint
DROP TRIGGER "products_search_inserted" ON "products";
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "products_search_inserted" AFTER INSERT ON "products" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_setting('cartwright.search', true) IS DISTINCT FROM 'later')
EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
DROP TRIGGER "products_search_updated" ON "products";
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "products_search_updated" AFTER UPDATE OF "name", "description", "status", "brand", "tags", "translations" ON "products" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_setting('cartwright.search', true) IS DISTINCT FROM 'later'
	AND (NEW."name", NEW."description", NEW."status", NEW."brand", NEW."tags", NEW."translations") IS DISTINCT FROM (OLD."name", OLD."description", OLD."status", OLD."brand", OLD."tags", OLD."translations"))
EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
DROP TRIGGER "variants_search_written" ON "variants";
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "variants_search_written" AFTER INSERT OR DELETE ON "variants" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_setting('cartwright.search', true) IS DISTINCT FROM 'later')
EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
DROP TRIGGER "variants_search_updated" ON "variants";
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "variants_search_updated" AFTER UPDATE OF "product_id", "sku", "barcode", "options", "price", "archived" ON "variants" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_setting('cartwright.search', true) IS DISTINCT FROM 'later'
	AND (NEW."product_id", NEW."sku", NEW."barcode", NEW."options", NEW."price", NEW."archived") IS DISTINCT FROM (OLD."product_id", OLD."sku", OLD."barcode", OLD."options", OLD."price", OLD."archived"))
EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
DROP TRIGGER "product_categories_search_written" ON "product_categories";
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "product_categories_search_written" AFTER INSERT OR UPDATE OR DELETE ON "product_categories" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN (current_setting('cartwright.search', true) IS DISTINCT FROM 'later')
EXECUTE FUNCTION "write_search_of_row"();
