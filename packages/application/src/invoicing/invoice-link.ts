import type { OrderId } from '@cartwright/domain';
import type { Result } from 'neverthrow';
import { makeExpiringLinks, type ExpiringLink, type LinkExpired, type LinkInvalid } from '../links/expiring-links.js';
import type { Clock } from '../ports/clock.js';
import type { Secrets } from '../ports/secrets.js';

/** Links that open one order's invoice, for a mail's reader, whose browser sends no token. */
export type InvoiceLinks = {
  /** A link that holds for `validForMs`. */
  readonly sign: (orderId: OrderId, validForMs: number) => ExpiringLink;
  /** The order whose invoice a link's token is for. */
  readonly read: (token: string) => Result<OrderId, LinkInvalid | LinkExpired>;
};

/**
 * Makes and reads links to invoices; `invoicesUrl` comes before the token.
 *
 * @example makeInvoiceLinks({ secrets, clock, invoicesUrl: 'https://shop.example/api/v1/invoices' }).sign(order.id,
 * 86_400_000).url
 */
export function makeInvoiceLinks(deps: {
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly invoicesUrl: string;
}): InvoiceLinks {
  const links = makeExpiringLinks({ ...deps, purpose: 'invoice', address: deps.invoicesUrl });
  return {
    sign: (orderId, validForMs) => links.sign([orderId], validForMs),
    read: (token) => links.read(token).map(([orderId = '']) => orderId),
  };
}
