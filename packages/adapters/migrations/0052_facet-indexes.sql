-- To roll back: drop the indexes "product_search_by_brand" and "product_search_by_categories".
CREATE INDEX "product_search_by_brand" ON "product_search" USING btree ("brand");--> statement-breakpoint
CREATE INDEX "product_search_by_categories" ON "product_search" USING btree ("categories");