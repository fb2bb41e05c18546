import type { CurrencyCode, CustomerGroup } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { customerGroupsOf } from '../identity/customer-groups.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Audience } from './show-product.js';

/** The caller, currency and locales of a catalogue request. */
export type Looking = {
  readonly caller: Caller;
  /** Default: the currency of the store. */
  readonly currency?: CurrencyCode;
  /** Locales that the caller reads, best first. */
  readonly locales?: readonly string[];
  /** The caller's groups, where they are known already. */
  readonly groups?: readonly CustomerGroup[];
};

export type AudienceDeps = {
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly clock: Clock;
  readonly storeCurrency: CurrencyCode;
};

/** The audience of the catalogue, without the language, which depends on the translations. */
export const audienceOf = (
  { unitOfWork, clock, storeCurrency }: AudienceDeps,
  { caller, currency = storeCurrency, groups: known }: Looking,
): ResultAsync<Omit<Audience, 'locale'>, StorageUnavailable> =>
  (known === undefined ? groupsOf(unitOfWork, caller) : okAsync(known)).map((groups) => ({
    currency,
    groups,
    at: clock.now(),
  }));

/** The groups whose prices a caller pays. */
export const groupsOf = (
  unitOfWork: AudienceDeps['unitOfWork'],
  caller: Caller,
): ResultAsync<readonly CustomerGroup[], StorageUnavailable> =>
  caller.type !== 'user'
    ? okAsync(['guest'])
    : unitOfWork
        .read(({ users }) => users.byId(caller.userId))
        .map((user) => (user === undefined ? ['guest'] : customerGroupsOf(user)));
