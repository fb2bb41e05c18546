import type { RoleRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const roleRecords = ({ roles }: Tables): RoleRecords => {
  const find = (name: string) => okAsync(roles.get(name));
  return {
    list: () => okAsync([...roles.values()].toSorted((left, right) => compareIds(left.name, right.name))),
    find,
    lock: find,
    add: (role) => {
      const isTaken = [...roles.keys()].some((name) => name.toLowerCase() === role.name.toLowerCase());
      if (isTaken) return errAsync({ type: 'role.name-taken', name: role.name });
      roles.set(role.name, role);
      return okAsync(undefined);
    },
    save: (role) => {
      if (roles.has(role.name)) roles.set(role.name, role);
      return okAsync(undefined);
    },
    remove: (name) => {
      roles.delete(name);
      return okAsync(undefined);
    },
  };
};
