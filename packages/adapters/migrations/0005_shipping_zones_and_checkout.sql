-- To roll back: restore the backup: shipping methods and tax rules have a new form.
ALTER TABLE "carts" ADD COLUMN "checkout" json;
--> statement-breakpoint
-- A method went everywhere and had one charge.
UPDATE "shipping_methods" SET "document" = ("document" - 'charge') || jsonb_build_object('zones', '[{"countries": []}]'::jsonb, 'charges', jsonb_build_array("document" -> 'charge')) WHERE "document" -> 'charge' IS NOT NULL;
--> statement-breakpoint
-- Tax rules held everywhere.
UPDATE "pricing_settings" SET "document" = jsonb_build_array('{"countries": []}'::jsonb || "document") WHERE "name" = 'tax' AND jsonb_typeof("document") = 'object';
