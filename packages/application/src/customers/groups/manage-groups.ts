import { err, errAsync, ok, okAsync, ResultAsync, type Result } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { Ids } from '../../ports/ids.js';
import type { SessionReader } from '../../ports/read-models/session-reader.js';
import type { GroupNameTaken, StoredCustomerGroup } from '../../ports/repositories/customers/customer-group-records.js';
import type { ReadRepositories, Repositories, UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import { groupName, isReserved, type GroupNameReserved } from './named-groups.js';
import { expectVersion, type VersionStale } from '../../expect-version.js';

export type GroupNotFound = { readonly type: 'customer-group.not-found'; readonly groupId: string };
/** Somebody changed the group since the caller last saw it. */
export type GroupVersionStale = VersionStale<'customer-group.stale'>;
/** What prices and promotions say of a group by its name. */
export type GroupRules = {
  readonly priceLists: readonly string[];
  readonly promotions: readonly string[];
  readonly minimumOrderRules: number;
};
/** Users are in the group, or rules name it. */
export type GroupInUse = { readonly type: 'customer-group.in-use'; readonly users: number } & GroupRules;

type Deps = { readonly unitOfWork: UnitOfWork };
type Reads = { readonly unitOfWork: Pick<UnitOfWork, 'read'> };

/** The groups of the shop by name. */
export type ListCustomerGroups = (query: object) => ResultAsync<readonly StoredCustomerGroup[], StorageUnavailable>;

export const makeListCustomerGroups =
  ({ unitOfWork }: Reads): ListCustomerGroups =>
  () =>
    unitOfWork.read(({ customerGroups }: ReadRepositories) => customerGroups.list());

export type ViewCustomerGroupError = GroupNotFound | StorageUnavailable;
export type ViewCustomerGroup = (query: {
  readonly groupId: string;
}) => ResultAsync<StoredCustomerGroup, ViewCustomerGroupError>;

export const makeViewCustomerGroup =
  ({ unitOfWork }: Reads): ViewCustomerGroup =>
  ({ groupId }) =>
    unitOfWork
      .read(({ customerGroups }) => customerGroups.find(groupId))
      .andThen((found) =>
        found === undefined ? errAsync({ type: 'customer-group.not-found', groupId } as const) : okAsync(found),
      );

export type CreateCustomerGroupError = GroupNameTaken | GroupNameReserved | StorageUnavailable;
export type CreateCustomerGroup = (command: {
  readonly name: string;
}) => ResultAsync<StoredCustomerGroup, CreateCustomerGroupError>;

export const makeCreateCustomerGroup =
  ({ unitOfWork, ids }: Deps & { readonly ids: Ids }): CreateCustomerGroup =>
  ({ name }) =>
    requireFree(name).asyncAndThen((free) => {
      const group = { id: ids.next(), name: free, version: 1 };
      return unitOfWork.run(({ customerGroups }) => customerGroups.add(group)).map(() => group);
    });

type GroupChange = { readonly groupId: string; readonly expectedVersion?: number };
type ChangeRefusal = GroupNotFound | GroupVersionStale | GroupInUse;
export type ChangeCustomerGroupError = ChangeRefusal | GroupNameTaken | GroupNameReserved | StorageUnavailable;
/** Renames a group, and with it what its users are in. A group that prices or promotions name keeps its name. */
export type ChangeCustomerGroup = (
  command: GroupChange & { readonly name: string },
) => ResultAsync<StoredCustomerGroup, ChangeCustomerGroupError>;

export const makeChangeCustomerGroup =
  ({ unitOfWork, sessionReader }: Deps & { readonly sessionReader: SessionReader }): ChangeCustomerGroup =>
  ({ name, ...change }) =>
    requireFree(name).asyncAndThen((free) =>
      unitOfWork
        .run((repositories) =>
          lockGroup(repositories, change).andThen((before) => {
            const after = { ...before, name: free, version: before.version + 1 };
            if (before.name === free) return repositories.customerGroups.save(after).map(() => after);
            return requireUnnamed(repositories, before.name)
              .andThen(() => repositories.customerGroups.save(after))
              .andThen(() => repositories.users.renameGroup(before.name, free))
              .map(() => after);
          }),
        )
        .andTee(() => sessionReader.forget()),
    );

export type DeleteCustomerGroupError = ChangeRefusal | StorageUnavailable;
/** Deletes a group that nobody is in and that no price list, promotion or minimum order names. */
export type DeleteCustomerGroup = (command: GroupChange) => ResultAsync<void, DeleteCustomerGroupError>;

export const makeDeleteCustomerGroup =
  ({ unitOfWork }: Deps): DeleteCustomerGroup =>
  (change) =>
    unitOfWork.run((repositories) =>
      lockGroup(repositories, change).andThen(({ id, name }) =>
        repositories.users
          .countInGroup(name)
          .andThen((users) => requireUnnamed(repositories, name, users))
          .andThen(() => repositories.customerGroups.remove(id)),
      ),
    );

function requireFree(given: string): Result<string, GroupNameReserved> {
  const name = groupName(given);
  return isReserved(name) ? err({ type: 'customer-group.name-reserved', name }) : ok(name);
}

const lockGroup = (
  { customerGroups }: Repositories,
  { groupId, expectedVersion }: GroupChange,
): ResultAsync<StoredCustomerGroup, GroupNotFound | GroupVersionStale> =>
  customerGroups.lock(groupId).andThen((found): Result<StoredCustomerGroup, GroupNotFound | GroupVersionStale> => {
    if (found === undefined) return err({ type: 'customer-group.not-found', groupId });
    return expectVersion(found, expectedVersion, 'customer-group.stale');
  });

/** No rule names the group, and none of `users` is in it. */
const requireUnnamed = (
  { priceLists, pricing }: Repositories,
  name: string,
  users = 0,
): ResultAsync<void, GroupInUse> =>
  ResultAsync.combine([priceLists.list(), pricing.rules()]).andThen(
    ([lists, { promotions, minimumOrderRules = [] }]): Result<void, GroupInUse> => {
      const rules: GroupRules = {
        priceLists: lists.filter(({ groups }) => groups?.includes(name)).map(({ id }) => id),
        promotions: promotions.filter(({ conditions }) => conditions?.groups?.includes(name)).map(({ id }) => id),
        minimumOrderRules: minimumOrderRules.filter(({ group }) => group === name).length,
      };
      const isNamed = rules.priceLists.length + rules.promotions.length + rules.minimumOrderRules > 0;
      return users > 0 || isNamed ? err({ type: 'customer-group.in-use', users, ...rules }) : ok(undefined);
    },
  );
