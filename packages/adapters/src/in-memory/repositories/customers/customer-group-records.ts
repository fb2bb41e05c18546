import type { CustomerGroupRecords, StoredCustomerGroup } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { errAsync, okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const customerGroupRecords = ({ customerGroups: groups }: Tables): CustomerGroupRecords => {
  const withName = (name: string) =>
    [...groups.values()].find((group) => group.name.toLowerCase() === name.toLowerCase());
  const put = (group: StoredCustomerGroup) => {
    const other = withName(group.name);
    if (other !== undefined && other.id !== group.id)
      return errAsync({ type: 'customer-group.name-taken', name: group.name } as const);
    groups.set(group.id, group);
    return okAsync(undefined);
  };
  return {
    list: () => okAsync([...groups.values()].toSorted((left, right) => compareIds(left.name, right.name))),
    find: (id) => okAsync(groups.get(id)),
    lock: (id) => okAsync(groups.get(id)),
    add: put,
    save: put,
    remove: (id) => {
      groups.delete(id);
      return okAsync(undefined);
    },
    ensure: (wanted) =>
      okAsync(
        wanted.map((group) => {
          const known = withName(group.name);
          if (known === undefined) groups.set(group.id, group);
          return (known ?? group).name;
        }),
      ),
  };
};
