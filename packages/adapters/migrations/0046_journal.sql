-- To roll back: drop the four tables and the functions "add_post_words" and "write_post_search".
CREATE TABLE "comments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"post_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"author" text NOT NULL,
	"text" text NOT NULL,
	"status" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post_search" (
	"post_id" uuid PRIMARY KEY NOT NULL,
	"words" "tsvector" NOT NULL,
	"title" "tsvector" NOT NULL,
	"name_length" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "post_words" (
	"word" text PRIMARY KEY NOT NULL,
	"deletions" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "posts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"title" text NOT NULL,
	"body" text NOT NULL,
	"excerpt" text,
	"image" jsonb,
	"tags" text[] NOT NULL,
	"author" text NOT NULL,
	"author_id" uuid,
	"status" text NOT NULL,
	"publish_at" timestamp (3) with time zone,
	"translations" jsonb NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "posts_slug_unique" UNIQUE("slug"),
	CONSTRAINT "posts_published_date" CHECK ("posts"."status" <> 'published' or "posts"."publish_at" is not null)
);
--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "comments" ADD CONSTRAINT "comments_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "post_search" ADD CONSTRAINT "post_search_post_id_posts_id_fk" FOREIGN KEY ("post_id") REFERENCES "public"."posts"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "posts" ADD CONSTRAINT "posts_author_id_users_id_fk" FOREIGN KEY ("author_id") REFERENCES "public"."users"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "comments_once" ON "comments" USING btree ("user_id","post_id",md5("text"));--> statement-breakpoint
CREATE INDEX "comments_of_post" ON "comments" USING btree ("post_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "comments_by_status" ON "comments" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "comments_by_creation" ON "comments" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "comments_rejected" ON "comments" USING btree ("updated_at") WHERE "comments"."status" = 'rejected';--> statement-breakpoint
CREATE INDEX "post_search_words" ON "post_search" USING gin ("words");--> statement-breakpoint
CREATE INDEX "post_words_trigrams" ON "post_words" USING gin ("word" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "post_words_deletions" ON "post_words" USING gin ("deletions");--> statement-breakpoint
CREATE INDEX "posts_published" ON "posts" USING btree ("publish_at","id") WHERE "posts"."status" = 'published';--> statement-breakpoint
CREATE INDEX "posts_by_creation" ON "posts" USING btree ("created_at","id");--> statement-breakpoint
CREATE INDEX "posts_of_author" ON "posts" USING btree ("author_id");
--> statement-breakpoint
-- As for products: known words are left alone, so that writers of the same words do not wait for each other.
CREATE FUNCTION "add_post_words"(written text[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
DECLARE
	added text;
BEGIN
	FOR added IN SELECT DISTINCT word FROM unnest(written) AS word ORDER BY word LOOP
		CONTINUE WHEN EXISTS (SELECT FROM "post_words" AS known WHERE known."word" = added);
		INSERT INTO "post_words" ("word", "deletions") VALUES (added, "search_deletions"(added)) ON CONFLICT DO NOTHING;
	END LOOP;
END $$;
--> statement-breakpoint
-- What a published post is found by, as `write_product_search` writes it for products: words of titles count most, then those of tags and of the author, then those of the texts.
CREATE FUNCTION "write_post_search"() RETURNS trigger LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan AS $$
DECLARE
	name_words text[];
	name_lexemes text[];
	tag_lexemes text[];
	author_lexemes text[];
	text_lexemes text[];
	translation record;
	found_words tsvector;
	found_title tsvector;
BEGIN
	IF NEW."status" <> 'published' THEN
		DELETE FROM "post_search" WHERE "post_id" = NEW."id";
		RETURN NULL;
	END IF;
	name_words := "search_tokens"(NEW."title");
	name_lexemes := "search_lexemes"(name_words, 'en')
		|| "search_lexemes"(ARRAY(SELECT name_words[place] || name_words[place + 1] FROM generate_series(1, cardinality(name_words) - 1) AS place), 'en');
	tag_lexemes := "search_lexemes"("search_tokens"(array_to_string(NEW."tags", ' ')), 'en');
	author_lexemes := "search_tokens"(NEW."author");
	text_lexemes := ARRAY(SELECT DISTINCT unnest(ts_lexize('english_stem', word)) FROM unnest("search_tokens"(coalesce(NEW."excerpt", '')) || "search_tokens"(NEW."body")) AS word);
	FOR translation IN SELECT texts.key AS locale, texts.value ->> 'title' AS title, concat_ws(' ', texts.value ->> 'excerpt', texts.value ->> 'body') AS body FROM jsonb_each(NEW."translations") AS texts LOOP
		name_lexemes := name_lexemes || "search_lexemes"("search_tokens"(coalesce(translation.title, '')), translation.locale);
		text_lexemes := text_lexemes || "search_lexemes"("search_tokens"(translation.body), translation.locale);
	END LOOP;
	SELECT array_to_tsvector(array_agg(DISTINCT lexeme)) INTO found_words FROM (
		SELECT unnest(name_lexemes || tag_lexemes || author_lexemes || text_lexemes) AS lexeme
		UNION ALL SELECT '=' || word FROM unnest(name_lexemes) AS word
		UNION ALL SELECT '#'
	) AS lexemes;
	SELECT coalesce(string_agg('''' || word || ''':' || place, ' '), '')::tsvector INTO found_title FROM (
		SELECT word, '1A' AS place FROM unnest(name_lexemes) AS word
		UNION ALL SELECT word, '3C' FROM unnest(tag_lexemes || author_lexemes) AS word
	) AS placed;
	INSERT INTO "post_search" ("post_id", "words", "title", "name_length") VALUES (NEW."id", found_words, found_title, cardinality(name_words))
	ON CONFLICT ("post_id") DO UPDATE SET "words" = excluded."words", "title" = excluded."title", "name_length" = excluded."name_length";
	-- Not the author's: these words outlive an erasure.
	PERFORM "add_post_words"(name_lexemes || tag_lexemes);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "posts_search_inserted" AFTER INSERT ON "posts" FOR EACH ROW EXECUTE FUNCTION "write_post_search"();
--> statement-breakpoint
CREATE TRIGGER "posts_search_updated" AFTER UPDATE OF "title", "body", "excerpt", "tags", "author", "status", "translations" ON "posts" FOR EACH ROW EXECUTE FUNCTION "write_post_search"();
