-- To roll back: create the index "payments_of_order" of the baseline again.
DROP INDEX "payments_of_order";