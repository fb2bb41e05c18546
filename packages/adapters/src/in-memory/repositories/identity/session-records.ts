import type { Session, SessionRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const sessionRecords = ({ sessions, refreshTokens, knownAddresses }: Tables): SessionRecords => {
  const noteAddress = ({ userId, address, lastUsedAt }: Omit<Session, 'createdAt'>): void => {
    if (address !== undefined) knownAddresses.set(`${userId} ${address}`, lastUsedAt);
  };
  const renew = ({ id, ...changed }: Omit<Session, 'createdAt'>): void => {
    const known = sessions.get(id);
    if (known === undefined) return;
    sessions.set(id, { id, createdAt: known.createdAt, ...changed });
    noteAddress({ id, ...changed });
  };
  const end = (id: string): void => {
    sessions.delete(id);
    for (const token of refreshTokens.values()) if (token.familyId === id) refreshTokens.delete(token.id);
  };
  return {
    open: (session, token) => {
      sessions.set(session.id, session);
      refreshTokens.set(token.id, token);
      noteAddress(session);
      return okAsync(undefined);
    },
    extend: (session, token) => {
      renew(session);
      refreshTokens.set(token.id, token);
      return okAsync(undefined);
    },
    renew: (session) => {
      renew(session);
      return okAsync(undefined);
    },
    lockByDigest: (digest) => okAsync([...refreshTokens.values()].find((token) => token.digest === digest)),
    markUsed: (id, at) => {
      const token = refreshTokens.get(id);
      if (token !== undefined) refreshTokens.set(id, { ...token, usedAt: at });
      return okAsync(undefined);
    },
    end: (id) => {
      end(id);
      return okAsync(undefined);
    },
    endOf: (userId, except) => {
      for (const { id, userId: owner } of sessions.values()) if (owner === userId && id !== except) end(id);
      return okAsync(undefined);
    },
    find: (id) => okAsync(sessions.get(id)),
    ofUser: (userId, now, limit) =>
      okAsync(
        [...sessions.values()]
          .filter((session) => session.userId === userId && Date.parse(session.expiresAt) > Date.parse(now))
          .sort((left, right) => compareIds(right.lastUsedAt, left.lastUsedAt) || compareIds(right.id, left.id))
          .slice(0, limit),
      ),
    isAddressOfAnybody: (address) => okAsync([...knownAddresses.keys()].some((key) => key.endsWith(` ${address}`))),
    isKnownAddress: (userId, address) => okAsync(knownAddresses.has(`${userId} ${address}`)),
  };
};
