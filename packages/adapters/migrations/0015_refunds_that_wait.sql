-- Money that is due back and that nobody has asked the provider for waits as well: no earlier than the order was placed.
UPDATE "orders" SET "refund_pending_since" = "placed_at"
WHERE ("document" -> 'dueBack' ->> 'amount')::bigint > 0 AND NOT "document" -> 'refunds' @> '[{"status": "failed"}]';
