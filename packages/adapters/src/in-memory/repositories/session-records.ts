import type { SessionRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const sessionRecords = ({ sessions }: Tables): SessionRecords => ({
  add: (token) => {
    sessions.set(token.id, token);
    return okAsync(undefined);
  },
  lockByDigest: (digest) => okAsync([...sessions.values()].find((token) => token.digest === digest)),
  markUsed: (id, at) => {
    const token = sessions.get(id);
    if (token !== undefined) sessions.set(id, { ...token, usedAt: at });
    return okAsync(undefined);
  },
  removeFamily: (familyId) => {
    for (const token of sessions.values()) if (token.familyId === familyId) sessions.delete(token.id);
    return okAsync(undefined);
  },
});
