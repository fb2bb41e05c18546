import type { SessionReader } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore } from '../store.js';

/** Sessions of the store, never cached. */
export const makeInMemorySessionReader = ({ store }: { readonly store: InMemoryStore }): SessionReader => ({
  access: (sessionId) =>
    store.read(({ sessions, users }) => {
      const session = sessions.get(sessionId);
      const user = session === undefined ? undefined : users.get(session.userId);
      return okAsync(
        user === undefined || user.disabledAt !== undefined ? undefined : { userId: user.id, role: user.role },
      );
    }),
  remember: () => undefined,
  forget: () => undefined,
});
