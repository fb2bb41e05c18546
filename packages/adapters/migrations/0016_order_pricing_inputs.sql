-- To roll back: drop the tables "order_pricing_inputs" and "pricing_rule_sets".
CREATE TABLE "order_pricing_inputs" (
	"order_id" uuid PRIMARY KEY NOT NULL,
	"rules_hash" text NOT NULL,
	"document" json NOT NULL
);
--> statement-breakpoint
CREATE TABLE "pricing_rule_sets" (
	"hash" text PRIMARY KEY NOT NULL,
	"document" json NOT NULL
);
