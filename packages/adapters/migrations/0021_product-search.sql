-- To roll back: restore the backup, or create the table "product_texts" with its functions and triggers of the baseline and 0015 again.
CREATE TABLE "category_search" (
	"category_id" uuid PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_search" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL,
	"title" "tsvector" NOT NULL,
	"name_length" integer NOT NULL,
	"brand" text,
	"tags" text[] NOT NULL,
	"categories" uuid[] NOT NULL,
	"options" text[] NOT NULL,
	"lowest_price" bigint NOT NULL,
	"highest_price" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "search_words" (
	"word" text PRIMARY KEY NOT NULL,
	"deletions" text[] NOT NULL
);
--> statement-breakpoint
ALTER TABLE "product_texts" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "product_texts" CASCADE;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "units_sold" bigint DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "rating" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "products" ADD COLUMN "rating_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
ALTER TABLE "category_search" ADD CONSTRAINT "category_search_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_search" ADD CONSTRAINT "product_search_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "product_search_words" ON "product_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "search_words_trigrams" ON "search_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "search_words_deletions" ON "search_words" USING gin ("deletions");--> statement-breakpoint
CREATE INDEX "products_by_popularity" ON "products" USING btree ("units_sold","id") WHERE "products"."status" = 'active';--> statement-breakpoint
CREATE INDEX "products_by_rating" ON "products" USING btree ("rating","id") WHERE "products"."status" = 'active';
--> statement-breakpoint
DROP TRIGGER "products_text_inserted" ON "products";--> statement-breakpoint
DROP TRIGGER "products_text_updated" ON "products";--> statement-breakpoint
DROP TRIGGER "variants_text_inserted" ON "variants";--> statement-breakpoint
DROP TRIGGER "variants_text_updated" ON "variants";--> statement-breakpoint
DROP TRIGGER "variants_text_deleted" ON "variants";--> statement-breakpoint
DROP TRIGGER "variants_text_truncated" ON "variants";--> statement-breakpoint
DROP FUNCTION "write_texts_of_products";--> statement-breakpoint
DROP FUNCTION "write_texts_of_variants";--> statement-breakpoint
DROP FUNCTION "write_product_texts";--> statement-breakpoint
-- Lower case without accents, alike in every locale of a server; ASCII, mostly, the short way. Of Latin and Greek letters the marks are taken away, other scripts keep theirs.
CREATE FUNCTION "search_fold"(raw text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
	SELECT CASE WHEN octet_length(raw) = length(raw) THEN lower(raw) ELSE normalize(replace(replace(replace(replace(translate(lower(
		regexp_replace(normalize(raw, NFKD), '([A-Za-z\u0370-\u03ff])[\u0300-\u036f]+', '\1', 'g')),
		'ØøĐđÐðŁłıÞÆŒẞΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣςΤΥΦΧΨΩАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЄІЇЈЉЊЋЏЂЃЌЎҐ',
		'ooddddllþþæœßαβγδεζηθικλμνξοπρσστυφχψωабвгдежзиклмнопрстуфхцчшщъыьэюяєіїјљњћџђѓќўґ'),
		'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'), 'þ', 'th'), NFKC) END
$$;
--> statement-breakpoint
-- The folded words of a text, without HTML. An apostrophe belongs to its word ("poppy's"), unless one letter stands before it ("l'eau").
-- PL/pgSQL, as below: it plans once a session, SQL functions that cannot be inlined once a call.
CREATE FUNCTION "search_tokens"(raw text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	folded text := "search_fold"(regexp_replace(left(raw, 20000), '<[^>]*>|&[a-zA-Z0-9#]{1,10};', ' ', 'g'));
BEGIN
	folded := regexp_replace(regexp_replace(folded, '(^|[^a-z0-9])([a-z]|qu)[''\u2019]', '\1\2 ', 'g'), '[''\u2019]', '', 'g');
	folded := regexp_replace(folded, '[\u0001-\u002f\u003a-\u0060\u007b-\u00bf\u00d7\u00f7\u2000-\u206f\u20a0-\u20cf\u2100-\u2bff\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u303d-\u303f\u30fb\ufe10-\ufe1f\ufe30-\ufe6f\ufeff\ufffd]+', ' ', 'g');
	RETURN ARRAY(SELECT left(word, 50) FROM unnest(string_to_array(btrim(folded), ' ')) AS word WHERE word <> '');
END $$;
--> statement-breakpoint
-- By the language of a locale such as de-AT.
CREATE FUNCTION "search_dictionary"(locale text) RETURNS regdictionary LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
	SELECT CASE split_part(lower(locale), '-', 1)
		WHEN 'en' THEN 'english_stem'::regdictionary WHEN 'de' THEN 'german_stem'::regdictionary
		WHEN 'fr' THEN 'french_stem'::regdictionary WHEN 'es' THEN 'spanish_stem'::regdictionary
		WHEN 'it' THEN 'italian_stem'::regdictionary WHEN 'pt' THEN 'portuguese_stem'::regdictionary
		WHEN 'nl' THEN 'dutch_stem'::regdictionary WHEN 'da' THEN 'danish_stem'::regdictionary
		WHEN 'sv' THEN 'swedish_stem'::regdictionary WHEN 'no' THEN 'norwegian_stem'::regdictionary
		WHEN 'nb' THEN 'norwegian_stem'::regdictionary WHEN 'nn' THEN 'norwegian_stem'::regdictionary
		WHEN 'fi' THEN 'finnish_stem'::regdictionary WHEN 'hu' THEN 'hungarian_stem'::regdictionary
		WHEN 'ro' THEN 'romanian_stem'::regdictionary WHEN 'ru' THEN 'russian_stem'::regdictionary
		WHEN 'tr' THEN 'turkish_stem'::regdictionary WHEN 'el' THEN 'greek_stem'::regdictionary
		ELSE 'simple'::regdictionary END
$$;
--> statement-breakpoint
-- Words with their stems.
CREATE FUNCTION "search_lexemes"(words text[], locale text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	dictionary regdictionary := "search_dictionary"(locale);
BEGIN
	RETURN ARRAY(SELECT DISTINCT unnest(array_append(ts_lexize(dictionary, word), word)) FROM unnest(words) AS word);
END $$;
--> statement-breakpoint
-- A word, and the word without each one of its letters, or each two of a longer one: two words that differ by so many errors share an entry.
CREATE FUNCTION "search_deletions"(word text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE
	once text[];
BEGIN
	IF word !~ '^[a-z\u03b1-\u03c9\u0430-\u045f]{4,24}$' THEN
		RETURN ARRAY[word];
	END IF;
	once := ARRAY(SELECT DISTINCT left(word, place - 1) || substr(word, place + 1) FROM generate_series(1, length(word)) AS place);
	IF length(word) NOT BETWEEN 8 AND 14 THEN
		RETURN array_append(once, word);
	END IF;
	RETURN ARRAY(
		SELECT word UNION SELECT unnest(once)
		UNION SELECT left(part, place - 1) || substr(part, place + 1) FROM unnest(once) AS part, generate_series(1, length(word) - 1) AS place
	);
END $$;
--> statement-breakpoint
-- Known words are left alone, so that writers of the same words do not wait for each other.
CREATE FUNCTION "add_search_words"(written text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
	added text;
BEGIN
	FOR added IN SELECT DISTINCT word FROM unnest(written) AS word ORDER BY word LOOP
		CONTINUE WHEN EXISTS (SELECT FROM "search_words" AS known WHERE known."word" = added);
		INSERT INTO "search_words" ("word", "deletions") VALUES (added, "search_deletions"(added)) ON CONFLICT DO NOTHING;
	END LOOP;
END $$;
--> statement-breakpoint
-- Each query is planned once a session, by keys: PostgreSQL may have planned it while tables were empty.
CREATE FUNCTION "write_product_search"(written uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
	key uuid;
	product "products"%ROWTYPE;
	translation record;
	name_words text[];
	name_lexemes text[];
	pair_lexemes text[];
	brand_lexemes text[];
	other_lexemes text[];
	text_lexemes text[];
	filed uuid[];
	sold record;
	found_words tsvector;
	found_title tsvector;
BEGIN
	FOREACH key IN ARRAY written LOOP
		-- Waits for other writers of the same product, so that the queries below see what they wrote.
		SELECT * INTO product FROM "products" WHERE "id" = key FOR NO KEY UPDATE;
		CONTINUE WHEN NOT FOUND;
		IF product."status" <> 'active' THEN
			DELETE FROM "product_search" WHERE "product_id" = key;
			CONTINUE;
		END IF;
		filed := ARRAY(SELECT "category_id" FROM "product_categories" WHERE "product_id" = key ORDER BY "position");
		SELECT min("price") AS lowest, max("price") AS highest, string_agg(concat_ws(' ', "sku", "barcode"), ' ') AS codes,
			ARRAY(
				SELECT DISTINCT jsonb_build_array(option.key, option.value)::text
				FROM "variants" AS optional, jsonb_each_text(optional."options") AS option
				WHERE optional."product_id" = product."id" AND NOT optional."archived"
			) AS options
		INTO sold FROM "variants" WHERE "product_id" = key AND NOT "archived";
		name_words := "search_tokens"(product."name");
		name_lexemes := "search_lexemes"(name_words, 'en');
		-- Neighbours as one word: "lunchbox" finds lunch boxes.
		pair_lexemes := "search_lexemes"(ARRAY(SELECT name_words[place] || name_words[place + 1] FROM generate_series(1, cardinality(name_words) - 1) AS place), 'en');
		brand_lexemes := "search_lexemes"("search_tokens"(coalesce(product."brand", '')), 'en');
		other_lexemes := "search_lexemes"("search_tokens"(array_to_string(product."tags", ' ')), 'en') || "search_tokens"(coalesce(sold.codes, ''));
		-- Without stop words, and without the words themselves: their stems find them.
		text_lexemes := ARRAY(SELECT DISTINCT unnest(ts_lexize('english_stem', word)) FROM unnest("search_tokens"(product."description")) AS word);
		FOR translation IN SELECT texts.key AS locale, texts.value ->> 'name' AS name, texts.value ->> 'description' AS description FROM jsonb_each(product."translations") AS texts LOOP
			name_lexemes := name_lexemes || "search_lexemes"("search_tokens"(coalesce(translation.name, '')), translation.locale);
			text_lexemes := text_lexemes || "search_lexemes"("search_tokens"(coalesce(translation.description, '')), translation.locale);
		END LOOP;
		SELECT array_to_tsvector(array_agg(DISTINCT lexeme)) INTO found_words FROM (
			SELECT unnest(name_lexemes || pair_lexemes || brand_lexemes || other_lexemes || text_lexemes) AS lexeme
			UNION ALL SELECT '=' || word FROM unnest(name_lexemes || pair_lexemes) AS word
			UNION ALL SELECT '#c' || id FROM unnest(filed) AS id
			UNION ALL SELECT '#o' || md5("search_fold"(option::jsonb ->> 0) || '=' || "search_fold"(option::jsonb ->> 1)) FROM unnest(sold.options) AS option
			UNION ALL SELECT '#'
		) AS lexemes;
		SELECT coalesce(string_agg('''' || word || ''':' || place, ' '), '')::tsvector INTO found_title FROM (
			SELECT word, '1A' AS place FROM unnest(name_lexemes || pair_lexemes) AS word
			UNION ALL SELECT word, '2B' FROM unnest(brand_lexemes) AS word
			UNION ALL SELECT word, '3C' FROM unnest(other_lexemes) AS word
			UNION ALL SELECT '#c' || id, '3C' FROM unnest(filed) AS id
		) AS placed;
		INSERT INTO "product_search" AS former ("product_id", "words", "title", "name_length", "brand", "tags", "categories", "options", "lowest_price", "highest_price")
		VALUES (key, found_words, found_title, cardinality(name_words), product."brand", product."tags", filed, sold.options, coalesce(sold.lowest, 9007199254740991), coalesce(sold.highest, 9007199254740991))
		ON CONFLICT ("product_id") DO UPDATE SET "words" = excluded."words", "title" = excluded."title", "name_length" = excluded."name_length", "brand" = excluded."brand",
			"tags" = excluded."tags", "categories" = excluded."categories", "options" = excluded."options", "lowest_price" = excluded."lowest_price", "highest_price" = excluded."highest_price"
		WHERE (former."words", former."title", former."name_length", former."brand", former."tags", former."categories", former."options", former."lowest_price", former."highest_price")
			IS DISTINCT FROM (excluded."words", excluded."title", excluded."name_length", excluded."brand", excluded."tags", excluded."categories", excluded."options", excluded."lowest_price", excluded."highest_price");
		PERFORM "add_search_words"(name_lexemes || brand_lexemes || other_lexemes);
	END LOOP;
END $$;
--> statement-breakpoint
-- Runs when the transaction commits, for each changed row; once a product is written, the others of its rows find it written by this transaction.
CREATE FUNCTION "write_search_of_row"() RETURNS trigger LANGUAGE plpgsql AS $$
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
		IF NOT EXISTS (SELECT FROM "product_search" WHERE "product_id" = product AND "xmin" = pg_current_xact_id()::xid) THEN
			PERFORM "write_product_search"(ARRAY[product]);
		END IF;
	END LOOP;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "products_search_inserted" AFTER INSERT ON "products" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "products_search_updated" AFTER UPDATE OF "name", "description", "status", "brand", "tags", "translations" ON "products" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN ((NEW."name", NEW."description", NEW."status", NEW."brand", NEW."tags", NEW."translations") IS DISTINCT FROM (OLD."name", OLD."description", OLD."status", OLD."brand", OLD."tags", OLD."translations"))
EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "variants_search_written" AFTER INSERT OR DELETE ON "variants" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "variants_search_updated" AFTER UPDATE OF "product_id", "sku", "barcode", "options", "price", "archived" ON "variants" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
WHEN ((NEW."product_id", NEW."sku", NEW."barcode", NEW."options", NEW."price", NEW."archived") IS DISTINCT FROM (OLD."product_id", OLD."sku", OLD."barcode", OLD."options", OLD."price", OLD."archived"))
EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
CREATE CONSTRAINT TRIGGER "product_categories_search_written" AFTER INSERT OR UPDATE OR DELETE ON "product_categories" DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION "write_search_of_row"();
--> statement-breakpoint
CREATE FUNCTION "write_search_of_category"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	words text[] := "search_lexemes"("search_tokens"(NEW."name"), 'en');
	translation record;
BEGIN
	FOR translation IN SELECT texts.key AS locale, texts.value ->> 'name' AS name FROM jsonb_each(NEW."translations") AS texts LOOP
		words := words || "search_lexemes"("search_tokens"(coalesce(translation.name, '')), translation.locale);
	END LOOP;
	INSERT INTO "category_search" AS former ("category_id", "words") VALUES (NEW."id", array_to_tsvector(words))
	ON CONFLICT ("category_id") DO UPDATE SET "words" = excluded."words";
	PERFORM "add_search_words"(words);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "categories_search_written" AFTER INSERT OR UPDATE OF "name", "translations" ON "categories" FOR EACH ROW EXECUTE FUNCTION "write_search_of_category"();
--> statement-breakpoint
UPDATE "categories" SET "name" = "name";
--> statement-breakpoint
SELECT "write_product_search"(ARRAY(SELECT "id" FROM "products" WHERE "status" = 'active'));
--> statement-breakpoint
ANALYZE "product_search";
