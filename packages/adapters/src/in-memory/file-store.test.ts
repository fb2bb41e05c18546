import { describeFileStoreContract } from '@cartwright/application/contracts/file-store';
import { makeInMemoryFileStore } from './file-store.js';

describeFileStoreContract('in memory', async () => {
  const store = makeInMemoryFileStore();
  return { store, goAway: async () => store.goAway(), dispose: async () => undefined };
});
