import type { Instant } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { Secrets } from '../ports/secrets.js';

/** Nobody but this shop makes links, and it did not make this one. */
export type LinkInvalid = { readonly type: 'link.invalid' };
/** The page or mail that the link came from has a new one. */
export type LinkExpired = { readonly type: 'link.expired'; readonly expiredAt: Instant };

/** An address that opens one thing for everybody who has it, before `expiresAt`. */
export type ExpiringLink = { readonly url: string; readonly expiresAt: Instant };

/**
 * Links that open one resource until they expire. A token has the resource's ids, the time of expiry in seconds, and a
 * secret derived from both. Nothing is stored. Whether the resource may still be read is checked when the link is used.
 */
export type ExpiringLinks = {
  /** A link to the resource with these ids, which contain no dots. It expires at a whole second. */
  readonly sign: (ids: readonly string[], validForMs: number) => ExpiringLink;
  /** The ids in a link's token. */
  readonly read: (token: string) => Result<readonly string[], LinkInvalid | LinkExpired>;
};

/**
 * Makes and reads the links of one purpose, which are invalid for any other; `address` comes before the token.
 *
 * @example makeExpiringLinks({ secrets, clock, purpose: 'invoice', address: 'https://shop.example/invoices'
 * }).sign([orderId], 60_000)
 */
export function makeExpiringLinks(deps: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly purpose: 'download' | 'invoice' | 'report-file';
  readonly address: string;
}): ExpiringLinks {
  const { secrets, clock, purpose, address } = deps;
  return {
    sign: (ids, validForMs) => {
      const end = Math.floor(Date.parse(msAfter(clock.now(), validForMs)) / 1000);
      const claim = [...ids, end].join('.');
      return { url: `${address}/${claim}.${secrets.derive(purpose, claim)}`, expiresAt: instantOf(end) };
    },
    read: (token) => {
      const parts = token.split('.');
      const [secret = '', ...claim] = parts.toReversed();
      // The secret first: what was not signed says nothing, not even that it is over.
      if (!secrets.isDerived(purpose, claim.toReversed().join('.'), secret)) return err({ type: 'link.invalid' });
      const [end = '', ...ids] = claim;
      const expiredAt = instantOf(Number(end));
      return clock.now() < expiredAt ? ok(ids.toReversed()) : err({ type: 'link.expired', expiredAt });
    },
  };
}

const instantOf = (seconds: number): Instant => new Date(seconds * 1000).toISOString();
