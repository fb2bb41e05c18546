CREATE TABLE "schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"last_tick" timestamp (3) with time zone NOT NULL
);
