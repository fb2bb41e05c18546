-- To roll back: drop the two tables and columns, and create the index "carts_one_open" of the baseline again.
CREATE TABLE "price_list_entries" (
	"list_id" uuid NOT NULL,
	"variant_id" uuid NOT NULL,
	"min_quantity" integer NOT NULL,
	"amount" bigint NOT NULL,
	CONSTRAINT "price_list_entries_list_id_variant_id_min_quantity_pk" PRIMARY KEY("list_id","variant_id","min_quantity")
);
--> statement-breakpoint
CREATE TABLE "price_lists" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"currency" text NOT NULL,
	"groups" jsonb,
	"starts_at" timestamp (3) with time zone,
	"ends_at" timestamp (3) with time zone,
	"priority" integer DEFAULT 0 NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
DROP INDEX "carts_one_open";--> statement-breakpoint
ALTER TABLE "price_changes" ADD COLUMN "list_id" uuid;--> statement-breakpoint
ALTER TABLE "price_changes" ADD COLUMN "min_quantity" integer;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_list_id_price_lists_id_fk" FOREIGN KEY ("list_id") REFERENCES "public"."price_lists"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "price_list_entries" ADD CONSTRAINT "price_list_entries_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "price_list_entries_of_variant" ON "price_list_entries" USING btree ("variant_id");--> statement-breakpoint
CREATE UNIQUE INDEX "carts_one_open" ON "carts" USING btree ("customer_id","currency") WHERE "carts"."status" = 'open';