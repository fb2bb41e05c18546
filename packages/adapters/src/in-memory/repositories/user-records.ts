import type { StoredUser, User, UserRecords } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const userRecords = ({ users }: Tables): UserRecords => {
  const all = () => [...users.values()];
  return {
    add: (user) => {
      if (all().some(({ email }) => email === user.email))
        return errAsync({ type: 'user.email-taken', email: user.email });
      users.set(user.id, user);
      return okAsync(undefined);
    },
    byId: (id) => okAsync(users.get(id)),
    byEmail: (email) => okAsync(all().find((user) => user.email === email)),
    withRoles: (roles) =>
      okAsync(
        all()
          .filter(({ role }) => roles.includes(role))
          .toSorted((left, right) => (left.id < right.id ? -1 : 1))
          .map(withoutHash),
      ),
    countWithRole: (role) => okAsync(all().filter((user) => user.role === role).length),
  };
};

function withoutHash(user: StoredUser): User {
  const { passwordHash: _, ...rest } = user;
  return rest;
}
