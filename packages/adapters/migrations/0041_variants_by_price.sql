-- To roll back: drop the index "variants_by_price".
CREATE INDEX "variants_by_price" ON "variants" USING btree ("price","product_id") WHERE not "variants"."archived";