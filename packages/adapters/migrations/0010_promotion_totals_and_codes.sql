-- To roll back: drop the tables "applied_promotions" and "promotion_codes", the columns "promotions"."visibility" and "promotions"."archived_at".
CREATE TABLE "applied_promotions" (
	"order_id" uuid NOT NULL,
	"promotion_id" text NOT NULL,
	"amount" bigint NOT NULL,
	"currency" text NOT NULL,
	CONSTRAINT "applied_promotions_order_id_promotion_id_pk" PRIMARY KEY("order_id","promotion_id")
);
--> statement-breakpoint
CREATE TABLE "promotion_codes" (
	"code" text PRIMARY KEY NOT NULL,
	"promotion_id" text NOT NULL,
	"order_id" uuid
);
--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "visibility" text;--> statement-breakpoint
ALTER TABLE "promotions" ADD COLUMN "archived_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "applied_promotions_of_promotion" ON "applied_promotions" USING btree ("promotion_id");--> statement-breakpoint
CREATE INDEX "promotion_codes_of_order" ON "promotion_codes" USING btree ("order_id") WHERE "promotion_codes"."order_id" is not null;