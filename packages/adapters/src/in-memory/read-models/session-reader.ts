import type { SessionReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore } from '../store.js';

/** Sessions of the store, never cached. */
export const makeInMemorySessionReader = ({ store }: { readonly store: InMemoryStore }): SessionReader => ({
  access: (sessionId) =>
    store.read(({ sessions, users, roles, secondFactors }) => {
      const session = sessions.get(sessionId);
      const user = session === undefined ? undefined : users.get(session.userId);
      if (user === undefined || user.disabledAt !== undefined) return okAsync(undefined);
      const defined = roles.get(user.role);
      return okAsync({
        userId: user.id,
        role: user.role,
        ...((user.groups ?? []).length === 0 ? {} : { groups: user.groups }),
        ...(defined === undefined ? {} : { permissions: defined.permissions }),
        ...(user.role === 'customer' || secondFactors.get(user.id)?.confirmedAt === undefined
          ? {}
          : { hasSecondFactor: true as const }),
      });
    }),
  remember: () => undefined,
  forget: () => undefined,
});
