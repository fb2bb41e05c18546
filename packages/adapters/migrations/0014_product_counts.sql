-- Nobody writes products from the count until the triggers are there: what they wrote meanwhile would never be counted.
LOCK TABLE "products" IN SHARE ROW EXCLUSIVE MODE;
--> statement-breakpoint
CREATE TABLE "product_counts" (
	"bucket" integer PRIMARY KEY NOT NULL,
	"active" bigint NOT NULL
);
--> statement-breakpoint
INSERT INTO "product_counts" ("bucket", "active") SELECT 0, count(*) FROM "products" WHERE "status" = 'active';
--> statement-breakpoint
-- Once a statement, from the rows that it wrote. A transaction keeps its row locked, hence several, by connection.
CREATE FUNCTION "count_active_products"() RETURNS trigger LANGUAGE plpgsql AS $$
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
		INSERT INTO "product_counts" AS kept ("bucket", "active") VALUES (pg_backend_pid() % 8, difference)
		ON CONFLICT ("bucket") DO UPDATE SET "active" = kept."active" + excluded."active";
	END IF;
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE FUNCTION "forget_product_counts"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	DELETE FROM "product_counts";
	RETURN NULL;
END $$;
--> statement-breakpoint
CREATE TRIGGER "products_count_inserted" AFTER INSERT ON "products" REFERENCING NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "count_active_products"();
--> statement-breakpoint
CREATE TRIGGER "products_count_updated" AFTER UPDATE ON "products" REFERENCING OLD TABLE AS former NEW TABLE AS written FOR EACH STATEMENT EXECUTE FUNCTION "count_active_products"();
--> statement-breakpoint
CREATE TRIGGER "products_count_deleted" AFTER DELETE ON "products" REFERENCING OLD TABLE AS former FOR EACH STATEMENT EXECUTE FUNCTION "count_active_products"();
--> statement-breakpoint
CREATE TRIGGER "products_count_truncated" AFTER TRUNCATE ON "products" FOR EACH STATEMENT EXECUTE FUNCTION "forget_product_counts"();
