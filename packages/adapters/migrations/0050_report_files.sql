-- To roll back: drop the table "report_files".
CREATE TABLE "report_files" (
	"id" uuid PRIMARY KEY NOT NULL,
	"wanted" jsonb NOT NULL,
	"format" text NOT NULL,
	"status" text NOT NULL,
	"requested_by" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE INDEX "report_files_expiry" ON "report_files" USING btree ("expires_at");