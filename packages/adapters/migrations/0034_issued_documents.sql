-- To roll back: drop the two tables and the function "refuse_document_change". Issued documents are lost: keep a backup.
CREATE TABLE "document_counters" (
	"kind" text PRIMARY KEY NOT NULL,
	"last" integer NOT NULL,
	"last_issued_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "issued_documents" (
	"number" text PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"counter" integer NOT NULL,
	"order_id" uuid NOT NULL,
	"subject" text,
	"issued_at" timestamp (3) with time zone NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	"taxes" jsonb NOT NULL,
	"content" json,
	"pdf" "bytea"
);
--> statement-breakpoint
CREATE UNIQUE INDEX "issued_documents_by_counter" ON "issued_documents" USING btree ("kind","counter");--> statement-breakpoint
CREATE UNIQUE INDEX "issued_documents_one_invoice" ON "issued_documents" USING btree ("order_id") WHERE "issued_documents"."kind" = 'invoice';--> statement-breakpoint
CREATE INDEX "issued_documents_of_order" ON "issued_documents" USING btree ("order_id");--> statement-breakpoint
CREATE INDEX "issued_documents_by_issue" ON "issued_documents" USING btree ("issued_at") WHERE "issued_documents"."content" is not null;
--> statement-breakpoint
-- Documents are added, and never changed: a PDF can be added, and what a document says can be deleted as a whole.
CREATE FUNCTION "refuse_document_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND (to_jsonb(NEW) - '{content,pdf}'::text[]) = (to_jsonb(OLD) - '{content,pdf}'::text[])
    AND (NEW.content IS NULL OR NEW.content::text = OLD.content::text)
    AND (NEW.pdf IS NULL OR OLD.pdf IS NULL OR NEW.pdf = OLD.pdf)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'invoices and credit notes cannot be changed';
END $$;
--> statement-breakpoint
CREATE TRIGGER "issued_documents_rows" BEFORE UPDATE OR DELETE ON "issued_documents"
  FOR EACH ROW EXECUTE FUNCTION "refuse_document_change"();
--> statement-breakpoint
CREATE TRIGGER "issued_documents_table" BEFORE TRUNCATE ON "issued_documents"
  FOR EACH STATEMENT EXECUTE FUNCTION "refuse_document_change"();
