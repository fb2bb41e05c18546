-- A trusted extension: every role that may create objects in this database may install it.
CREATE EXTENSION IF NOT EXISTS "pg_trgm";
--> statement-breakpoint
CREATE TABLE "carts" (
	"id" uuid PRIMARY KEY NOT NULL,
	"currency" text NOT NULL,
	"customer_id" uuid,
	"lines" jsonb NOT NULL,
	"coupon_codes" jsonb NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"token_digest" text,
	"merged" jsonb,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "categories" (
	"id" uuid PRIMARY KEY NOT NULL,
	"parent_id" uuid,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	CONSTRAINT "categories_slug_unique" UNIQUE("slug"),
	CONSTRAINT "categories_name_unique" UNIQUE NULLS NOT DISTINCT("parent_id","name")
);
--> statement-breakpoint
CREATE TABLE "digital_files" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"size" bigint NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "idempotency_keys" (
	"caller" text NOT NULL,
	"key" text NOT NULL,
	"fingerprint" text NOT NULL,
	"outcome" text,
	"resource_id" text,
	"held_until" timestamp (3) with time zone,
	"expires_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "idempotency_keys_caller_key_pk" PRIMARY KEY("caller","key")
);
--> statement-breakpoint
CREATE TABLE "imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"status" text NOT NULL,
	"total" integer NOT NULL,
	"processed" integer NOT NULL,
	"failures" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"csv" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "inbox" (
	"message_id" text NOT NULL,
	"handler" text NOT NULL,
	"accepted_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "inbox_message_id_handler_pk" PRIMARY KEY("message_id","handler")
);
--> statement-breakpoint
CREATE TABLE "orders" (
	"id" uuid PRIMARY KEY NOT NULL,
	"number" text NOT NULL,
	"customer_id" uuid,
	"email" text NOT NULL,
	"status" text NOT NULL,
	"payment_status" text NOT NULL,
	"total" bigint NOT NULL,
	"currency" text NOT NULL,
	"placed_at" timestamp (3) with time zone NOT NULL,
	"estimated_arrival" timestamp (3) with time zone,
	"digital_delivered_at" timestamp (3) with time zone,
	"refund_pending_since" timestamp (3) with time zone,
	"version" integer NOT NULL,
	"document" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "outbox" (
	"id" uuid PRIMARY KEY NOT NULL,
	"event" jsonb NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"not_before" timestamp (3) with time zone,
	"failed_at" timestamp (3) with time zone,
	"last_error" text,
	"acked_jobs" text[] DEFAULT '{}' NOT NULL
);
--> statement-breakpoint
CREATE TABLE "payments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"provider" text NOT NULL,
	"method" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"success_url" text,
	"cancel_url" text,
	"reference" text,
	"capture_reference" text,
	"ended_at" timestamp (3) with time zone,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pricing_settings" (
	"name" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_categories" (
	"product_id" uuid NOT NULL,
	"category_id" uuid NOT NULL,
	"position" integer NOT NULL,
	CONSTRAINT "product_categories_product_id_category_id_pk" PRIMARY KEY("product_id","category_id")
);
--> statement-breakpoint
CREATE TABLE "product_counts" (
	"bucket" integer PRIMARY KEY NOT NULL,
	"active" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "product_texts" (
	"product_id" uuid PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "products" (
	"id" uuid PRIMARY KEY NOT NULL,
	"slug" text NOT NULL,
	"name" text NOT NULL,
	"description" text NOT NULL,
	"status" text NOT NULL,
	"images" jsonb NOT NULL,
	"lowest_price" bigint NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"updated_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "products_slug_unique" UNIQUE("slug")
);
--> statement-breakpoint
CREATE TABLE "promotion_usage" (
	"promotion_id" text NOT NULL,
	"buyer" text NOT NULL,
	"uses" integer NOT NULL,
	"spent" bigint,
	"currency" text,
	CONSTRAINT "promotion_usage_buyer_promotion_id_pk" PRIMARY KEY("buyer","promotion_id"),
	CONSTRAINT "promotion_usage_not_negative" CHECK ("promotion_usage"."uses" >= 0 and "promotion_usage"."spent" >= 0)
);
--> statement-breakpoint
CREATE TABLE "promotion_uses" (
	"order_id" uuid NOT NULL,
	"promotion_id" text NOT NULL,
	"buyer" text NOT NULL,
	"spent" bigint,
	"currency" text,
	CONSTRAINT "promotion_uses_order_id_promotion_id_buyer_pk" PRIMARY KEY("order_id","promotion_id","buyer")
);
--> statement-breakpoint
CREATE TABLE "promotions" (
	"id" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reconciliations" (
	"id" uuid PRIMARY KEY NOT NULL,
	"from" timestamp (3) with time zone NOT NULL,
	"to" timestamp (3) with time zone NOT NULL,
	"due_at" timestamp (3) with time zone,
	"requested_by" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"done_to" timestamp (3) with time zone NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"counts" jsonb NOT NULL,
	"differences" jsonb NOT NULL,
	CONSTRAINT "reconciliations_due_at_unique" UNIQUE("due_at")
);
--> statement-breakpoint
CREATE TABLE "refresh_tokens" (
	"id" uuid PRIMARY KEY NOT NULL,
	"family_id" uuid NOT NULL,
	"user_id" uuid NOT NULL,
	"digest" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL,
	"used_at" timestamp (3) with time zone,
	CONSTRAINT "refresh_tokens_digest_unique" UNIQUE("digest")
);
--> statement-breakpoint
CREATE TABLE "return_requests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL,
	"lines" jsonb NOT NULL,
	"reason" text NOT NULL,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"received_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE TABLE "sandbox_events" (
	"event_id" text PRIMARY KEY NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sandbox_payments" (
	"id" text PRIMARY KEY NOT NULL,
	"reference" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"refunded_at" timestamp (3) with time zone,
	"document" jsonb NOT NULL,
	CONSTRAINT "sandbox_payments_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"last_tick" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipments" (
	"id" uuid PRIMARY KEY NOT NULL,
	"order_id" uuid NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shipping_methods" (
	"id" text PRIMARY KEY NOT NULL,
	"position" integer NOT NULL,
	"document" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "stock" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"available" integer NOT NULL,
	CONSTRAINT "stock_not_negative" CHECK ("stock"."available" >= 0)
);
--> statement-breakpoint
CREATE TABLE "stock_movements" (
	"id" uuid PRIMARY KEY NOT NULL,
	"variant_id" uuid NOT NULL,
	"delta" integer NOT NULL,
	"reason" text NOT NULL,
	"order_id" uuid,
	"at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "users" (
	"id" uuid PRIMARY KEY NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"role" text NOT NULL,
	"segment" text NOT NULL,
	"password_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "users_email_unique" UNIQUE("email")
);
--> statement-breakpoint
CREATE TABLE "variants" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"sku" text NOT NULL,
	"name" text NOT NULL,
	"price" bigint NOT NULL,
	"digital" boolean NOT NULL,
	"tax_class" text,
	CONSTRAINT "variants_sku_unique" UNIQUE("sku")
);
--> statement-breakpoint
ALTER TABLE "categories" ADD CONSTRAINT "categories_parent" FOREIGN KEY ("parent_id") REFERENCES "public"."categories"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "digital_files" ADD CONSTRAINT "digital_files_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "payments" ADD CONSTRAINT "payments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_categories" ADD CONSTRAINT "product_categories_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_categories" ADD CONSTRAINT "product_categories_category_id_categories_id_fk" FOREIGN KEY ("category_id") REFERENCES "public"."categories"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "product_texts" ADD CONSTRAINT "product_texts_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "refresh_tokens" ADD CONSTRAINT "refresh_tokens_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "return_requests" ADD CONSTRAINT "return_requests_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "shipments" ADD CONSTRAINT "shipments_order_id_orders_id_fk" FOREIGN KEY ("order_id") REFERENCES "public"."orders"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock" ADD CONSTRAINT "stock_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "stock_movements" ADD CONSTRAINT "stock_movements_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "variants" ADD CONSTRAINT "variants_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "carts_one_open" ON "carts" USING btree ("customer_id") WHERE "carts"."status" = 'open';--> statement-breakpoint
CREATE INDEX "idempotency_keys_expiry" ON "idempotency_keys" USING btree ("expires_at");--> statement-breakpoint
CREATE UNIQUE INDEX "orders_number_unique" ON "orders" USING btree ("number" collate "C");--> statement-breakpoint
CREATE INDEX "orders_by_creation" ON "orders" USING btree ("placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_status" ON "orders" USING btree ("status" collate "C","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_payment_status" ON "orders" USING btree ("payment_status" collate "C","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_email" ON "orders" USING btree ("email" collate "C","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_by_total" ON "orders" USING btree ("total","placed_at","id");--> statement-breakpoint
CREATE INDEX "orders_of_customer" ON "orders" USING btree ("customer_id","placed_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "orders_with_downloads" ON "orders" USING btree ("customer_id","digital_delivered_at" DESC NULLS FIRST,"id") WHERE "orders"."digital_delivered_at" is not null;--> statement-breakpoint
CREATE INDEX "orders_pending" ON "orders" USING btree ("placed_at","id") WHERE "orders"."status" = 'pending';--> statement-breakpoint
CREATE INDEX "orders_with_pending_refund" ON "orders" USING btree ("refund_pending_since","id") WHERE "orders"."refund_pending_since" is not null;--> statement-breakpoint
CREATE INDEX "outbox_pending" ON "outbox" USING btree ("id") WHERE "outbox"."failed_at" is null;--> statement-breakpoint
CREATE INDEX "payments_of_order" ON "payments" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "payments_by_reference" ON "payments" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "payments_by_capture" ON "payments" USING btree ("capture_reference");--> statement-breakpoint
CREATE INDEX "payments_by_creation" ON "payments" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "product_categories_category" ON "product_categories" USING btree ("category_id","product_id");--> statement-breakpoint
CREATE INDEX "product_texts_trigrams" ON "product_texts" USING gin ("text" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "products_by_creation" ON "products" USING btree ("created_at" DESC NULLS FIRST,"id") WHERE "products"."status" = 'active';--> statement-breakpoint
CREATE INDEX "products_by_price" ON "products" USING btree ("lowest_price","id") WHERE "products"."status" = 'active';--> statement-breakpoint
CREATE INDEX "products_by_name" ON "products" USING btree ("name" collate "C","id") WHERE "products"."status" = 'active';--> statement-breakpoint
CREATE INDEX "reconciliations_by_request" ON "reconciliations" USING btree ("requested_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_family" ON "refresh_tokens" USING btree ("family_id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_user" ON "refresh_tokens" USING btree ("user_id");--> statement-breakpoint
CREATE INDEX "refresh_tokens_expiry" ON "refresh_tokens" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "return_requests_of_order" ON "return_requests" USING btree ("order_id","requested_at","id");--> statement-breakpoint
CREATE INDEX "return_requests_awaited" ON "return_requests" USING btree ("requested_at","id") WHERE "return_requests"."received_at" is null;--> statement-breakpoint
CREATE INDEX "sandbox_payments_by_creation" ON "sandbox_payments" USING btree ("created_at");--> statement-breakpoint
CREATE INDEX "sandbox_payments_by_refund" ON "sandbox_payments" USING btree ("refunded_at") WHERE "sandbox_payments"."refunded_at" is not null;--> statement-breakpoint
CREATE INDEX "stock_movements_ledger" ON "stock_movements" USING btree ("variant_id","at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE INDEX "users_staff" ON "users" USING btree ("role") WHERE "users"."role" <> 'customer';--> statement-breakpoint
CREATE INDEX "variants_product" ON "variants" USING btree ("product_id","price");
--> statement-breakpoint
-- Each sale updates a row of "stock": free space on its page keeps the new version there and leaves the index as it is (HOT).
ALTER TABLE "stock" SET (fillfactor = 50);
--> statement-breakpoint
-- Each order that uses a limited promotion updates its row.
ALTER TABLE "promotion_usage" SET (fillfactor = 50);
--> statement-breakpoint
-- Runs once a statement, over the rows that it wrote. Several rows hold the sum, one a connection, so that writers seldom wait for each other.
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
--> statement-breakpoint
-- A search word has no line end in it, so no match spans two parts.
-- Planned once, by keys: otherwise PostgreSQL plans each list, which takes longer than writing its texts.
CREATE FUNCTION "write_product_texts"(written uuid[]) RETURNS void LANGUAGE plpgsql SET plan_cache_mode = force_generic_plan SET enable_seqscan = off AS $$
BEGIN
	-- Waits for other writers of the same products, so that the statements below see what they wrote.
	PERFORM 1 FROM "products" WHERE "id" = ANY (written) ORDER BY "id" FOR NO KEY UPDATE;
	DELETE FROM "product_texts" WHERE "product_id" IN (SELECT "id" FROM "products" WHERE "id" = ANY (written) AND "status" <> 'active');
	INSERT INTO "product_texts" AS kept ("product_id", "text")
	SELECT "id", lower(concat_ws(E'\n', "name", "description", (SELECT string_agg("sku", E'\n' ORDER BY "id") FROM "variants" WHERE "product_id" = "products"."id")))
	FROM "products" WHERE "id" = ANY (written) AND "status" = 'active'
	ON CONFLICT ("product_id") DO UPDATE SET "text" = excluded."text" WHERE kept."text" <> excluded."text";
END $$;
--> statement-breakpoint
-- Runs once a statement, for those of its rows whose searched text changed.
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
