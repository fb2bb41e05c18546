-- To roll back: drop the column "outbox"."trace_parent".
ALTER TABLE "outbox" ADD COLUMN "trace_parent" text;