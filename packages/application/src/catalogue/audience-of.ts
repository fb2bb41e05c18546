import type { CurrencyCode, CustomerGroup } from '@cartwright/domain';
import type { Caller } from '../caller.js';
import { customerGroupsOf } from '../identity/customer-groups.js';
import type { Clock } from '../ports/clock.js';
import type { ReadOriginalLocale } from '../shop/original-locale.js';
import type { Audience } from './show-product.js';

/** The caller, currency and locales of a catalogue request. */
export type Shopper = {
  readonly caller: Caller;
  /** Default: the currency of the store. */
  readonly currency?: CurrencyCode;
  /** Locales that the caller reads, best first. */
  readonly locales?: readonly string[];
};

export type AudienceDeps = {
  readonly clock: Clock;
  readonly storeCurrency: CurrencyCode;
  readonly readOriginalLocale: ReadOriginalLocale;
};

/** The audience of the catalogue, without the language, which depends on the translations. */
export const audienceOf = (
  { clock, storeCurrency }: Pick<AudienceDeps, 'clock' | 'storeCurrency'>,
  { caller, currency = storeCurrency }: Shopper,
): Omit<Audience, 'locale'> => ({ currency, groups: groupsOfCaller(caller), at: clock.now() });

/** The groups whose prices a caller pays. */
export const groupsOfCaller = (caller: Caller): readonly CustomerGroup[] =>
  caller.type === 'user' ? customerGroupsOf(caller) : ['guest'];
