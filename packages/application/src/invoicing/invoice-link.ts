import type { OrderId } from '@cartwright/domain';
import type { Result } from 'neverthrow';
import { makeExpiringLinks, type ExpiringLink, type LinkExpired, type LinkInvalid } from '../links/expiring-links.js';
import type { Clock } from '../ports/clock.js';
import type { Secrets } from '../ports/secrets.js';

/** Links that open one document of an order, for a reader of a mail or a page, whose browser sends no token. */
export type InvoiceLinks = {
  /** A link to the invoice, or to the credit note with a number, that holds for `validForMs`. */
  readonly sign: (orderId: OrderId, validForMs: number, creditNote?: string) => ExpiringLink;
  /** What a link's token is for. */
  readonly read: (token: string) => Result<LinkedDocument, LinkInvalid | LinkExpired>;
};

/** An order's invoice, or its credit note with a number. */
type LinkedDocument = { readonly orderId: OrderId; readonly creditNote?: string };

/**
 * Makes and reads links to invoices and credit notes; `invoicesUrl` comes before the token.
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
    sign: (orderId, validForMs, creditNote) =>
      links.sign(creditNote === undefined ? [orderId] : [orderId, creditNote], validForMs),
    read: (token) =>
      links
        .read(token)
        .map(([orderId = '', creditNote]) => ({ orderId, ...(creditNote === undefined ? {} : { creditNote }) })),
  };
}
