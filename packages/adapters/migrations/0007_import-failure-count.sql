-- To roll back: drop the column "imports"."failure_count".
ALTER TABLE "imports" ADD COLUMN "failure_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "imports" SET "failure_count" = jsonb_array_length("failures");
