DROP INDEX "payments_by_reference";--> statement-breakpoint
DROP INDEX "payments_by_capture";--> statement-breakpoint
CREATE INDEX "payments_by_reference" ON "payments" USING btree ("reference");--> statement-breakpoint
CREATE INDEX "payments_by_capture" ON "payments" USING btree ("capture_reference");