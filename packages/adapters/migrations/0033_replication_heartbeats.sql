-- To roll back: drop the table "replication_heartbeats".
CREATE TABLE "replication_heartbeats" (
	"id" smallint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL
);
