import type { StoredUser, User, UserRecords } from '@cartwright/application';
import { errAsync, okAsync } from 'neverthrow';
import { pageOf } from '../../read-models/page-of.js';
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
    lockAdmins: () =>
      okAsync(
        all()
          .filter(({ role, disabledAt }) => role === 'admin' && disabledAt === undefined)
          .map(({ id }) => id),
      ),
    list: ({ search, role, group }, request) => {
      const part = search?.toLowerCase();
      const wanted = all().filter(
        (user) =>
          (part === undefined || `${user.email}\n${user.name}`.toLowerCase().includes(part)) &&
          (role === undefined || user.role === role) &&
          (group === undefined || user.groups?.includes(group) === true),
      );
      const page = pageOf(wanted, [{ key: 'email', direction: 'asc' }], ({ email }) => email, request);
      return page.asyncAndThen((found) => okAsync(found));
    },
    renameGroup: (from, to) => {
      for (const user of all())
        if (user.groups?.includes(from) === true)
          users.set(user.id, { ...user, groups: user.groups.map((group) => (group === from ? to : group)) });
      return okAsync(undefined);
    },
    countInGroup: (group) => okAsync(all().filter((user) => user.groups?.includes(group) === true).length),
    countWithRole: (role) => okAsync(all().filter((user) => user.role === role).length),
  };
};

function withoutHash(user: StoredUser): User {
  const { passwordHash: _hash, disabledAt: _disabled, invitedAt: _invited, ...rest } = user;
  return rest;
}
