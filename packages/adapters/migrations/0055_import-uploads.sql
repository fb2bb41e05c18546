-- The files of imports are in the file store. `csv` has the files that earlier versions stored.
-- To roll back: drop the column "upload"; imports that have not ended are lost and are requested again.
ALTER TABLE "imports" ADD COLUMN "upload" jsonb;--> statement-breakpoint
CREATE INDEX "imports_with_upload" ON "imports" USING btree ("created_at") WHERE "imports"."upload" is not null;