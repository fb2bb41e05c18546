-- To roll back: drop the tables "failed_jobs" and "job_states".
CREATE TABLE "failed_jobs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"job_id" text NOT NULL,
	"payload" jsonb NOT NULL,
	"reason" text NOT NULL,
	"attempts" integer NOT NULL,
	"failed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "failed_jobs_job_id_unique" UNIQUE("job_id")
);
--> statement-breakpoint
CREATE TABLE "job_states" (
	"name" text PRIMARY KEY NOT NULL,
	"last_run_at" timestamp (3) with time zone,
	"paused_at" timestamp (3) with time zone,
	"refusals" integer NOT NULL
);
--> statement-breakpoint
CREATE INDEX "failed_jobs_by_time" ON "failed_jobs" USING btree ("failed_at" DESC NULLS FIRST,"id");