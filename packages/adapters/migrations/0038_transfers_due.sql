-- To roll back: drop the column "payments"."due_at".
ALTER TABLE "payments" ADD COLUMN "due_at" timestamp (3) with time zone;