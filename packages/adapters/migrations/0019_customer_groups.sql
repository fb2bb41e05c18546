-- To roll back: restore the backup: "users"."segment" is gone.
CREATE TABLE "customer_groups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "customer_groups_key_unique" UNIQUE("key")
);
--> statement-breakpoint
UPDATE "users" SET "groups" = ARRAY['premium'] WHERE "segment" = 'premium' AND cardinality("groups") = 0;--> statement-breakpoint
INSERT INTO "customer_groups" ("id", "name", "key", "version")
SELECT gen_random_uuid(), "known"."name", lower("known"."name"), 1
FROM (SELECT DISTINCT ON (lower("joined")) "joined" AS "name" FROM "users", unnest("groups") AS "joined") AS "known"
WHERE lower("known"."name") NOT IN ('guest', 'regular');--> statement-breakpoint
ALTER TABLE "users" DROP COLUMN "segment";