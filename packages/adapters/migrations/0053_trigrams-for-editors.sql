-- To roll back: drop the indexes "products_trigrams" and "variants_trigrams".
CREATE INDEX "products_trigrams" ON "products" USING gin ("name" gin_trgm_ops,"slug" gin_trgm_ops);--> statement-breakpoint
CREATE INDEX "variants_trigrams" ON "variants" USING gin ("sku" gin_trgm_ops);