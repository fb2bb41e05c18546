-- To roll back: drop the table "reviews" and the function "write_product_rating".
CREATE TABLE "reviews" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"author" text NOT NULL,
	"rating" integer NOT NULL,
	"title" text,
	"text" text NOT NULL,
	"status" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "reviews_rating" CHECK ("reviews"."rating" between 1 and 5)
);
--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "reviews" ADD CONSTRAINT "reviews_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "reviews_of_user" ON "reviews" USING btree ("user_id","product_id");--> statement-breakpoint
CREATE INDEX "reviews_of_product" ON "reviews" USING btree ("product_id","status","created_at","id");--> statement-breakpoint
CREATE INDEX "reviews_by_status" ON "reviews" USING btree ("status","created_at","id");--> statement-breakpoint
CREATE INDEX "reviews_by_creation" ON "reviews" USING btree ("created_at","id");
--> statement-breakpoint
-- The rating of a product follows its approved reviews, whoever writes them: also those that go with an account.
CREATE FUNCTION "write_product_rating"() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
	rated uuid := CASE TG_OP WHEN 'DELETE' THEN OLD."product_id" ELSE NEW."product_id" END;
BEGIN
	-- Waits for other reviews of the product, so that the statement below sees what they wrote.
	PERFORM 1 FROM "products" WHERE "id" = rated FOR NO KEY UPDATE;
	UPDATE "products" SET "rating" = summed.rating, "rating_count" = summed.count FROM (
		SELECT coalesce(round(avg("rating") * 100), 0)::integer AS rating, count(*)::integer AS count
		FROM "reviews" WHERE "product_id" = rated AND "status" = 'approved'
	) AS summed WHERE "id" = rated AND ("products"."rating", "products"."rating_count") IS DISTINCT FROM (summed.rating, summed.count);
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "reviews_written" AFTER INSERT OR DELETE OR UPDATE OF "rating", "status" ON "reviews" FOR EACH ROW EXECUTE FUNCTION "write_product_rating"();
