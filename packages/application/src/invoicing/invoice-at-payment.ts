import type { CurrencyCode, Instant, OrderChange } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import type { Change } from '../ports/change.js';
import type { ShopRecords } from '../ports/repositories/shop-records.js';
import { initialDetails } from '../shop/view-shop.js';
import { unnumberedInvoiceOf, type Seller } from './invoice.js';
import { sellerOf } from './seller-of.js';

/** Who sells while nothing is stored about the shop. */
export type InvoicingDefaults = { readonly seller: Seller; readonly storeCurrency: CurrencyCode };

/**
 * The invoice of an order that an event of the provider pays. The commit that records the payment issues it. The job
 * `issue-documents` issues those of orders that are paid otherwise.
 */
export function invoiceAtPayment(
  defaults: InvoicingDefaults,
  { shop }: { readonly shop: Pick<ShopRecords, 'find'> },
  { order, events }: OrderChange,
  at: Instant,
): ResultAsync<Pick<Change, 'invoice'>, never> {
  if (!events.some(({ type }) => type === 'order.paid')) return okAsync({});
  return shop.find().map((found) => {
    const details = found ?? initialDetails(defaults);
    const content = unnumberedInvoiceOf(order, { seller: sellerOf(details), timeZone: details.timeZone });
    return content === undefined ? {} : { invoice: { orderId: order.id, content, at } };
  });
}
