import type { StoredUser, User, UserRecords } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const userRecords = ({ users }: Tables): UserRecords => {
  const all = () => [...users.values()];
  return {
    add: (user) => {
      if (all().some(({ email }) => email === user.email))
        return errAsync({ type: 'user.email-taken', email: user.email });
      users.set(user.id, user);
      return okAsync(undefined);
    },
    save: (user) => {
      const known = users.get(user.id);
      if (known !== undefined) users.set(user.id, { ...user, email: known.email });
      return okAsync(undefined);
    },
    rehash: (id, hash, rehashed) => {
      const user = users.get(id);
      if (user?.passwordHash === hash) users.set(id, { ...user, passwordHash: rehashed });
      return okAsync(undefined);
    },
    lock: (id) => okAsync(users.get(id)),
    byId: (id) => okAsync(users.get(id)),
    byEmail: (email) => okAsync(all().find((user) => user.email === email)),
    withRoles: (roles) =>
      okAsync(
        all()
          .filter(({ role, disabledAt }) => roles.includes(role) && disabledAt === undefined)
          .toSorted((left, right) => (left.id < right.id ? -1 : 1))
          .map(withoutHash),
      ),
    countWithRole: (role) => okAsync(all().filter((user) => user.role === role).length),
  };
};

function withoutHash(user: StoredUser): User {
  const { passwordHash: _hash, disabledAt: _disabled, ...rest } = user;
  return rest;
}
