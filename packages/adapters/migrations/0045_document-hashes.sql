-- To roll back: create the function of 0034 again, and drop the two columns.
ALTER TABLE "issued_documents" ADD COLUMN "content_hash" "bytea";--> statement-breakpoint
ALTER TABLE "issued_documents" ADD COLUMN "pdf_hash" "bytea";
--> statement-breakpoint
ALTER TABLE "issued_documents" DISABLE TRIGGER "issued_documents_rows";
--> statement-breakpoint
UPDATE "issued_documents" SET "content_hash" = sha256(convert_to("content"::text, 'UTF8')), "pdf_hash" = sha256("pdf");
--> statement-breakpoint
ALTER TABLE "issued_documents" ENABLE TRIGGER "issued_documents_rows";
--> statement-breakpoint
-- The hash of a PDF is added with the PDF, and stays.
CREATE OR REPLACE FUNCTION "refuse_document_change"() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE'
    AND (to_jsonb(NEW) - '{content,pdf,pdf_hash}'::text[]) = (to_jsonb(OLD) - '{content,pdf,pdf_hash}'::text[])
    AND (NEW.content IS NULL OR NEW.content::text = OLD.content::text)
    AND (NEW.pdf IS NULL OR OLD.pdf IS NULL OR NEW.pdf = OLD.pdf)
    AND (OLD.pdf_hash IS NULL OR NEW.pdf_hash = OLD.pdf_hash)
  THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'invoices and credit notes cannot be changed';
END $$;
