-- To roll back: create the table "invoice_recipients" of 0020 again; its rows come from the backup.
DROP TABLE "invoice_recipients" CASCADE;