import { makeMigratedCluster } from '@cartwright/adapters/pglite/migrated-cluster';

/**
 * Part of the build: `node apps/worker/dist/make-cluster.js DIRECTORY` leaves there what the embedded shop begins with.
 */
const [, , directory] = process.argv;
if (directory === undefined) throw new Error('make-cluster needs a directory');
await makeMigratedCluster(directory);
