-- To roll back: drop the columns and indexes, and add the constraint "variants_sku_unique" again where no SKU is there twice.
ALTER TABLE "variants" DROP CONSTRAINT "variants_sku_unique";--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "dry_run" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "ignored_columns" jsonb DEFAULT '[]'::jsonb NOT NULL;--> statement-breakpoint
ALTER TABLE "imports" ADD COLUMN "counts" jsonb DEFAULT '{"products":{"created":0,"changed":0,"unchanged":0,"rejected":0},"variants":{"created":0,"changed":0,"unchanged":0,"rejected":0},"pictures":{"created":0,"changed":0,"unchanged":0,"rejected":0}}'::jsonb NOT NULL;--> statement-breakpoint
CREATE INDEX "variants_sku" ON "variants" USING btree ("sku");--> statement-breakpoint
CREATE INDEX "variants_barcode" ON "variants" USING btree ("barcode") WHERE "variants"."barcode" is not null;--> statement-breakpoint
-- Failures of earlier imports have no code.
UPDATE "imports" SET "failures" = (SELECT jsonb_agg('{"code": "import.refused"}'::jsonb || failure ORDER BY place) FROM jsonb_array_elements("failures") WITH ORDINALITY AS listed (failure, place)) WHERE "failures" <> '[]'::jsonb;
