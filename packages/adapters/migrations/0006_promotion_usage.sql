CREATE TABLE "promotion_usage" (
	"promotion_id" text NOT NULL,
	"buyer" text NOT NULL,
	"uses" integer NOT NULL,
	"spent" bigint,
	"currency" text,
	CONSTRAINT "promotion_usage_buyer_promotion_id_pk" PRIMARY KEY("buyer","promotion_id"),
	CONSTRAINT "promotion_usage_not_negative" CHECK ("promotion_usage"."uses" >= 0 and "promotion_usage"."spent" >= 0)
);
--> statement-breakpoint
CREATE TABLE "promotion_uses" (
	"order_id" uuid NOT NULL,
	"promotion_id" text NOT NULL,
	"buyer" text NOT NULL,
	"spent" bigint,
	"currency" text,
	CONSTRAINT "promotion_uses_order_id_promotion_id_buyer_pk" PRIMARY KEY("order_id","promotion_id","buyer")
);--> statement-breakpoint
-- Each order that uses a promotion up rewrites its row: free space on its page keeps the new version there (HOT).
ALTER TABLE "promotion_usage" SET (fillfactor = 50);
