-- To roll back: drop the column "users"."invited_at".
ALTER TABLE "users" ADD COLUMN "invited_at" timestamp (3) with time zone;