import type { ResultAsync } from 'neverthrow';

/** A customer group. Users, prices and promotions refer to it by its name. */
export type StoredCustomerGroup = {
  readonly id: string;
  readonly name: string;
  /** 1, and one more with each change. */
  readonly version: number;
};

/** Another group has the name, whatever its letter case. */
export type GroupNameTaken = { readonly type: 'customer-group.name-taken'; readonly name: string };

/** The customer groups that a shop has. No two names differ only by letter case. */
export type CustomerGroupRecords = {
  /** By name. */
  readonly list: () => ResultAsync<readonly StoredCustomerGroup[], never>;
  readonly find: (id: string) => ResultAsync<StoredCustomerGroup | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: string) => ResultAsync<StoredCustomerGroup | undefined, never>;
  readonly add: (group: StoredCustomerGroup) => ResultAsync<void, GroupNameTaken>;
  readonly save: (group: StoredCustomerGroup) => ResultAsync<void, GroupNameTaken>;
  readonly remove: (id: string) => ResultAsync<void, never>;
  /**
   * The names of groups as they are stored, after adding those that are missing. They stay locked until the transaction
   * ends, so that none is deleted while somebody joins it.
   */
  readonly ensure: (groups: readonly StoredCustomerGroup[]) => ResultAsync<readonly string[], never>;
};
