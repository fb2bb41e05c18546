import type { Instant } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import { msAfter } from '../ms-after.js';
import type { Clock } from '../ports/clock.js';
import type { Secrets } from '../ports/secrets.js';
import type { DigitalPurchase } from './digital-purchase.js';

/** Nobody but this shop makes links, and it did not make this one. */
export type DownloadLinkInvalid = { readonly type: 'download.link-invalid' };
/** A new link is to be had where this one came from. */
export type DownloadLinkExpired = { readonly type: 'download.link-expired'; readonly expiredAt: Instant };

/** Where a purchase is downloaded from, by whoever has the link, before `expiresAt`. */
export type DownloadLink = { readonly url: string; readonly expiresAt: Instant };
export type LinkedPurchase = Pick<DigitalPurchase, 'orderId' | 'variantId'>;

/**
 * Links that open one purchase for a while and nothing else. A link is the purchase, the second of its end, and a secret
 * derived from both, so nothing is stored; whether the purchase still stands is asked of the order when the link is used.
 */
export type DownloadLinks = {
  /** A link that holds for `validForMs`, a quarter of an hour unless told; the end is a whole second. */
  readonly sign: (purchase: LinkedPurchase, validForMs?: number) => DownloadLink;
  /** The purchase that a link's token is for. */
  readonly read: (token: string) => Result<LinkedPurchase, DownloadLinkInvalid | DownloadLinkExpired>;
};

const quarterOfAnHour = 15 * 60_000;

/**
 * Makes and reads download links; `downloadsUrl` is what stands before the token.
 *
 * @example makeDownloadLinks({ secrets, clock, downloadsUrl: 'https://shop.example/api/v1/downloads' }).sign(purchase).url
 */
export function makeDownloadLinks(deps: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly downloadsUrl: string;
}): DownloadLinks {
  const { secrets, clock, downloadsUrl } = deps;
  return {
    sign: ({ orderId, variantId }, validForMs = quarterOfAnHour) => {
      const end = Math.floor(Date.parse(msAfter(clock.now(), validForMs)) / 1000);
      const claim = `${orderId}.${variantId}.${end}`;
      return { url: `${downloadsUrl}/${claim}.${secrets.derive('download', claim)}`, expiresAt: instantOf(end) };
    },
    read: (token) => {
      const [orderId = '', variantId = '', end = '', mac = '', ...rest] = token.split('.');
      // The secret first: what was not signed says nothing, not even that it is over.
      const isOurs = rest.length === 0 && secrets.equal(mac, secrets.derive('download', `${orderId}.${variantId}.${end}`));
      if (!isOurs) return err({ type: 'download.link-invalid' });
      const expiredAt = instantOf(Number(end));
      return clock.now() < expiredAt ? ok({ orderId, variantId }) : err({ type: 'download.link-expired', expiredAt });
    },
  };
}

const instantOf = (seconds: number): Instant => new Date(seconds * 1000).toISOString();
