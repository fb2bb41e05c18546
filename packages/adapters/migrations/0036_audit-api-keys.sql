-- To roll back: drop the column "audit_log"."api_key_id".
ALTER TABLE "audit_log" ADD COLUMN "api_key_id" text;