-- To roll back: drop the table "awaited_images".
CREATE TABLE "awaited_images" (
	"id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"url" text NOT NULL,
	"alt" text NOT NULL,
	"position" integer NOT NULL,
	"variant_ids" uuid[] NOT NULL,
	"import_id" uuid NOT NULL,
	"line" integer NOT NULL,
	"attempts" integer NOT NULL
);
--> statement-breakpoint
ALTER TABLE "awaited_images" ADD CONSTRAINT "awaited_images_product_id_products_id_fk" FOREIGN KEY ("product_id") REFERENCES "public"."products"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "awaited_images_of_product" ON "awaited_images" USING btree ("product_id","position");