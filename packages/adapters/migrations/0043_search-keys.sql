-- To roll back: ALTER FUNCTION "write_search_of_row"() RESET ALL.
-- Its query is planned once a session, by key: PostgreSQL may have planned it while the table was empty, and then reads all of it for each row that is written.
ALTER FUNCTION "write_search_of_row"() SET plan_cache_mode = force_generic_plan;
--> statement-breakpoint
ALTER FUNCTION "write_search_of_row"() SET enable_seqscan = off;
