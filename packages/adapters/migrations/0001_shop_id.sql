-- To roll back: drop the table "shop".
CREATE TABLE "shop" (
	"is_only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" uuid NOT NULL,
	CONSTRAINT "shop_is_only" CHECK ("shop"."is_only")
);
