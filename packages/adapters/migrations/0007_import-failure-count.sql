ALTER TABLE "imports" ADD COLUMN "failure_count" integer DEFAULT 0 NOT NULL;--> statement-breakpoint
UPDATE "imports" SET "failure_count" = jsonb_array_length("failures");
