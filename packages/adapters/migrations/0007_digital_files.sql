CREATE TABLE "digital_files" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"name" text NOT NULL,
	"size" bigint NOT NULL,
	"uploaded_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
ALTER TABLE "orders" ADD COLUMN "digital_delivered_at" timestamp (3) with time zone;--> statement-breakpoint
-- Orders that were placed before the column was there have it in their document alone.
UPDATE "orders" SET "digital_delivered_at" = ("document" ->> 'digitalDeliveredAt')::timestamptz WHERE "document" ->> 'digitalDeliveredAt' IS NOT NULL;--> statement-breakpoint
ALTER TABLE "digital_files" ADD CONSTRAINT "digital_files_variant_id_variants_id_fk" FOREIGN KEY ("variant_id") REFERENCES "public"."variants"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "orders_with_downloads" ON "orders" USING btree ("customer_id","digital_delivered_at" DESC NULLS FIRST,"id") WHERE "orders"."digital_delivered_at" is not null;