import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { Ids } from '../../ports/ids.js';
import type { CustomerGroupRecords } from '../../ports/repositories/customers/customer-group-records.js';

/** The shop uses the name itself: `guest` for guests, `regular` for customers without a group. */
export type GroupNameReserved = { readonly type: 'customer-group.name-reserved'; readonly name: string };

/** A group's name as it is stored: NFC, without spaces at the ends. */
export const groupName = (given: string): string => given.normalize('NFC').trim();

export const isReserved = (name: string): boolean => ['guest', 'regular'].includes(name.toLowerCase());

/**
 * The groups that somebody is given, as the shop spells them; new ones are added to the list of groups. `regular` is
 * what customers without a group are anyway, so it is no group to store, and nobody with an account is a `guest`.
 */
export function namedGroups(
  customerGroups: CustomerGroupRecords,
  ids: Ids,
  given: readonly string[] | undefined,
): ResultAsync<readonly string[] | undefined, GroupNameReserved> {
  if (given === undefined) return okAsync(undefined);
  const names = [...new Set(given.map(groupName))].filter((name) => name.toLowerCase() !== 'regular');
  const reserved = names.find(isReserved);
  if (reserved !== undefined) return errAsync({ type: 'customer-group.name-reserved', name: reserved });
  return customerGroups
    .ensure(names.map((name) => ({ id: ids.next(), name, version: 1 })))
    .map((stored) => [...new Set(stored)]);
}
