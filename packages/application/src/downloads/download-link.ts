import type { Result } from 'neverthrow';
import { makeExpiringLinks, type ExpiringLink, type LinkExpired, type LinkInvalid } from '../links/expiring-links.js';
import type { Clock } from '../ports/clock.js';
import type { Secrets } from '../ports/secrets.js';
import type { DigitalPurchase } from './digital-purchase.js';

export type LinkedPurchase = Pick<DigitalPurchase, 'orderId' | 'variantId'>;

/** Links that open one digital purchase, for as long as it is valid. */
export type DownloadLinks = {
  /** A link that holds for `validForMs`, by default a quarter of an hour. */
  readonly sign: (purchase: LinkedPurchase, validForMs?: number) => ExpiringLink;
  /** The purchase that a link's token is for. */
  readonly read: (token: string) => Result<LinkedPurchase, LinkInvalid | LinkExpired>;
};

const quarterOfAnHour = 15 * 60_000;

/**
 * Makes and reads download links; `downloadsUrl` comes before the token.
 *
 * @example makeDownloadLinks({ secrets, clock, downloadsUrl: 'https://shop.example/api/v1/downloads'
 * }).sign(purchase).url
 */
export function makeDownloadLinks(deps: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly downloadsUrl: string;
}): DownloadLinks {
  const links = makeExpiringLinks({ ...deps, purpose: 'download', address: deps.downloadsUrl });
  return {
    sign: ({ orderId, variantId }, validForMs = quarterOfAnHour) => links.sign([orderId, variantId], validForMs),
    read: (token) => links.read(token).map(([orderId = '', variantId = '']) => ({ orderId, variantId })),
  };
}
