import type { Session, SessionRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const sessionRecords = ({ sessions, refreshTokens, knownAddresses }: Tables): SessionRecords => {
  const noteAddress = ({ userId, address, lastUsedAt }: Omit<Session, 'createdAt'>): void => {
    if (address !== undefined) knownAddresses.set(`${userId} ${address}`, lastUsedAt);
  };
  return {
    open: (session, token) => {
      sessions.set(session.id, session);
      refreshTokens.set(token.id, token);
      noteAddress(session);
      return okAsync(undefined);
    },
    extend: ({ id, ...changed }, token) => {
      const known = sessions.get(id);
      if (known !== undefined) sessions.set(id, { id, createdAt: known.createdAt, ...changed });
      refreshTokens.set(token.id, token);
      noteAddress({ id, ...changed });
      return okAsync(undefined);
    },
    lockByDigest: (digest) => okAsync([...refreshTokens.values()].find((token) => token.digest === digest)),
    markUsed: (id, at) => {
      const token = refreshTokens.get(id);
      if (token !== undefined) refreshTokens.set(id, { ...token, usedAt: at });
      return okAsync(undefined);
    },
    end: (id) => {
      sessions.delete(id);
      for (const token of refreshTokens.values()) if (token.familyId === id) refreshTokens.delete(token.id);
      return okAsync(undefined);
    },
    isKnownAddress: (userId, address) => okAsync(knownAddresses.has(`${userId} ${address}`)),
  };
};
