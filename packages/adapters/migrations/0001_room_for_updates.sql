-- Each sale rewrites a row of "stock": free space on its page keeps the new version there and the index untouched (HOT).
ALTER TABLE "stock" SET (fillfactor = 50);
