-- To roll back: drop the column "users"."groups".
ALTER TABLE "users" ADD COLUMN "groups" text[] DEFAULT '{}' NOT NULL;