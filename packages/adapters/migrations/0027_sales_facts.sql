-- To roll back: drop the table "sales_facts".
CREATE TABLE "sales_facts" (
	"order_id" uuid NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"currency" text NOT NULL,
	"country" text NOT NULL,
	"rate" integer NOT NULL,
	"quantity" integer NOT NULL,
	"amount" bigint NOT NULL,
	"discounts" bigint NOT NULL,
	"shipping" bigint NOT NULL,
	"tax" bigint NOT NULL,
	CONSTRAINT "sales_facts_order_id_kind_subject_pk" PRIMARY KEY("order_id","kind","subject")
);
--> statement-breakpoint
CREATE INDEX "sales_facts_by_day" ON "sales_facts" USING btree ("kind","at");