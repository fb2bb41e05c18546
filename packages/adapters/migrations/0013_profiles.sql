-- To roll back: drop the table "profiles".
CREATE TABLE "profiles" (
	"user_id" uuid PRIMARY KEY NOT NULL,
	"locale" text,
	"marketing_consent" boolean NOT NULL,
	"metadata" jsonb NOT NULL
);
--> statement-breakpoint
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_user_id_users_id_fk" FOREIGN KEY ("user_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;