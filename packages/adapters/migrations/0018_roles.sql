-- To roll back: drop the table "roles".
CREATE TABLE "roles" (
	"name" text PRIMARY KEY NOT NULL,
	"key" text NOT NULL,
	"permissions" text[] NOT NULL,
	"version" integer NOT NULL,
	CONSTRAINT "roles_key_unique" UNIQUE("key")
);
