import { documentNumber, invoiceOf, ownOf, sharedOf } from '@cartwright/application';
import { accepted } from '@cartwright/application/contracts/sample-order';
import { sampleSeller } from '@cartwright/application/contracts/sample-invoice';
import { freshId, usd } from '@cartwright/application/contracts/sample-shop';
import {
  deliverParcel,
  placeOrder,
  priceCart,
  recordPayment,
  shipOrder,
  type Order,
  type PricingInput,
  type Promotion,
} from '@cartwright/domain';
import { createHash } from 'node:crypto';
import type { Database } from '../../src/drizzle/connection/database.js';
import { placedOrderRow } from '../../src/drizzle/repositories/order-records.js';
import {
  documentCounters,
  issuedDocuments,
  orderPricingInputs,
  orders,
  payments,
  pricingRuleSets,
} from '../../src/drizzle/schema.js';

const variants = Array.from({ length: 40 }, (_, index) => ({
  id: freshId(),
  productId: `product-${index % 20}`,
  price: 799 + index * 173,
}));
const promotions: readonly Promotion[] = [
  {
    id: 'spring',
    name: 'Spring',
    target: { type: 'lines', selector: { productIds: ['product-1', 'product-2'] } },
    effect: { type: 'percent', rate: 150_000 },
  },
  {
    id: 'three',
    name: 'Three for two',
    target: { type: 'lines', selector: { productIds: ['product-3'] } },
    effect: { type: 'percent', rate: 333_333 },
    conditions: { minimumQuantity: 3 },
  },
  {
    id: 'code',
    name: 'A code',
    target: { type: 'order' },
    effect: { type: 'amount', amount: usd(500), mode: 'across' },
    conditions: { couponCode: 'tea' },
  },
  { id: 'post', name: 'Free post', target: { type: 'shipping' }, effect: { type: 'freeShipping' } },
];
const rulesHash = 'the rules of bulk orders';

/** What the order of a number is priced with: one to four lines, some with a code. The same number, the same order. */
export function bulkInput(number: number, at: string): PricingInput {
  const chosen = Array.from({ length: 1 + (number % 4) }, (_, line) => {
    const variant = variants[(number * 7 + line * 11) % variants.length];
    if (variant === undefined) throw new Error('there are variants');
    return { variant, quantity: 1 + ((number + line) % 3) };
  });
  const isCustomer = number % 3 === 0;
  const customerId = `019a9d2e-0000-7000-9000-${String(number % 1_000).padStart(12, '0')}`;
  return {
    cart: {
      id: freshId(),
      currency: 'USD',
      ...(isCustomer ? { customerId } : {}),
      lines: chosen.map(({ variant, quantity }) => ({ variantId: variant.id, quantity })),
      couponCodes: number % 5 === 0 ? ['tea'] : [],
    },
    prices: Object.fromEntries(
      chosen.map(({ variant: { id, productId, price } }) => [
        id,
        { unitPrice: usd(price), productId, categoryIds: [], digital: false, taxClass: 'standard' },
      ]),
    ),
    customer: isCustomer
      ? { id: customerId, groups: ['regular'], orderCount: number % 4 }
      : { groups: ['guest'], orderCount: 0 },
    promotions,
    promotionUsage: {},
    minimumOrderRules: [],
    shipping: { method: 'post', charge: usd(499) },
    tax: { prices: 'exclusive', rates: { standard: 88_750 }, shippingClass: 'standard' },
    at,
  };
}

/**
 * Stores orders that the domain's own rules make, `perMinute` a minute from an instant on: three of four are paid,
 * shipped and delivered, and have an invoice. The shop has no other invoices.
 */
export async function storeBulkOrders(
  db: Database,
  { count, from, perMinute = 10 }: { readonly count: number; readonly from: string; readonly perMinute?: number },
): Promise<void> {
  const shared = sharedOf(bulkInput(0, from));
  await db.insert(pricingRuleSets).values({ hash: rulesHash, document: shared }).onConflictDoNothing();
  const batch = 200;
  let counter = 0;
  for (let first = 0; first < count; first += batch) {
    const made = Array.from({ length: Math.min(batch, count - first) }, (_, index) => {
      const number = first + index;
      const at = new Date(Date.parse(from) + (number / perMinute) * 60_000).toISOString();
      const input = bulkInput(number, at);
      return { input, order: orderOf(number, input, at) };
    });
    await db.insert(orders).values(made.map(({ order }) => placedOrderRow(order)));
    await db
      .insert(orderPricingInputs)
      .values(made.map(({ order, input }) => ({ orderId: order.id, rulesHash, document: ownOf(input) })));
    const bought = made.filter(({ order }) => order.payments.length > 0);
    await db.insert(payments).values(
      bought.map(({ order }) => ({
        id: freshId(),
        orderId: order.id,
        provider: 'sandbox',
        method: 'card' as const,
        amount: order.pricing.total.amount,
        currency: order.pricing.currency,
        reference: `sbx_${order.id}`,
        createdAt: order.placedAt,
        ordinal: 1,
      })),
    );
    await db.insert(issuedDocuments).values(bought.map(({ order }) => invoiceRow(order, (counter += 1))));
  }
  await db.insert(documentCounters).values({ kind: 'invoice', last: counter, lastIssuedAt: from });
}

function invoiceRow(order: Order, counter: number): typeof issuedDocuments.$inferInsert {
  const kind = 'invoice';
  const number = documentNumber(kind, counter);
  const issuedAt = order.placedAt;
  const content = invoiceOf(order, { number, issuedAt, seller: sampleSeller, timeZone: 'Europe/Berlin' });
  if (content === undefined) throw new Error('the order is paid');
  const { total, taxes } = order.pricing;
  const contentHash = createHash('sha256').update(JSON.stringify(content)).digest();
  const columns = { amount: total.amount, currency: total.currency, taxes, content, contentHash };
  return { kind, number, counter, orderId: order.id, issuedAt, ...columns };
}

function orderOf(number: number, input: PricingInput, at: string): Order {
  const priced = accepted(priceCart(input));
  const id = freshId();
  const home = { fullName: 'Ada Lovelace', line1: '12 St James’s Square', city: 'London', country: 'GB' };
  const facts = {
    id,
    number: `B-${id.slice(-9)}`,
    email: `buyer${number % 5_000}@shop.example`,
    shippingAddress: home,
    at,
  };
  const { order } = accepted(placeOrder(priced, facts));
  if (number % 4 === 3) return order;
  const payment = { provider: 'sandbox', reference: `sbx_${id}`, amount: order.pricing.total, method: 'card', at };
  const bought = accepted(recordPayment(order, payment)).order;
  const parcel = { id: freshId(), carrier: 'DHL', trackingNumber: 'T1', at };
  return accepted(deliverParcel(accepted(shipOrder(bought, parcel)).order, { id: parcel.id, at })).order;
}
