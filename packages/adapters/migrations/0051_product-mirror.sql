-- To roll back: drop the tables "product_mirror_runs" and "written_variants".
CREATE TABLE "product_mirror_runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"due_at" timestamp (3) with time zone,
	"requested_by" text,
	"requested_at" timestamp (3) with time zone NOT NULL,
	"rewrite" boolean NOT NULL,
	"total" integer NOT NULL,
	"phase" text NOT NULL,
	"cursor" text,
	"finished_at" timestamp (3) with time zone,
	"counts" jsonb NOT NULL,
	"differences" jsonb NOT NULL,
	CONSTRAINT "product_mirror_runs_due_at_unique" UNIQUE("due_at")
);
--> statement-breakpoint
CREATE TABLE "written_variants" (
	"variant_id" uuid PRIMARY KEY NOT NULL,
	"product_id" uuid NOT NULL,
	"reference" text NOT NULL,
	"content_hash" text NOT NULL,
	"is_active" boolean NOT NULL,
	"prices" jsonb NOT NULL,
	"refused_prices" jsonb NOT NULL,
	"written_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "written_variants_reference_unique" UNIQUE("reference")
);
--> statement-breakpoint
CREATE INDEX "product_mirror_runs_by_request" ON "product_mirror_runs" USING btree ("requested_at" DESC NULLS FIRST,"id");--> statement-breakpoint
CREATE UNIQUE INDEX "product_mirror_runs_unfinished" ON "product_mirror_runs" USING btree (("finished_at" is null)) WHERE "product_mirror_runs"."finished_at" is null;--> statement-breakpoint
CREATE INDEX "written_variants_active" ON "written_variants" USING btree ("variant_id") WHERE "written_variants"."is_active";