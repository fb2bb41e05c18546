import type { CatalogueItem, UnitOfWork } from '@cartwright/application';
import {
  addToCart,
  cancelOrder,
  createCart,
  placeOrder,
  priceCart,
  recordPayment,
  recordPaymentFailure,
  refundOrder,
  type CustomerId,
  type Decision,
  type Delivery,
  type Order,
  type OrderId,
  type PriceEntry,
  type TaxRules,
  type VariantId,
} from '@cartwright/domain';
import { errAsync } from 'neverthrow';
import { freshId, noon, usd, valueOf } from './sample-shop.js';

type Wanted = {
  readonly lines: readonly { readonly variantId: VariantId; readonly quantity: number }[];
  readonly customerId?: CustomerId;
  readonly placedAt?: string;
  /** Absent: no tax, whatever the variants' classes. */
  readonly tax?: TaxRules;
  readonly delivery?: Delivery;
};

/** Places a pending order of variants that the shop has, by the domain's own rules; nothing is stored. */
export async function sampleOrder(
  unitOfWork: UnitOfWork,
  { lines, customerId, placedAt = noon, tax, delivery }: Wanted,
): Promise<Order> {
  const ids = lines.map(({ variantId }) => variantId);
  const items = valueOf(await unitOfWork.read(({ catalogue }) => catalogue.items(ids)));
  const customer = customerId === undefined ? {} : { customerId };
  let cart = accepted(createCart({ id: freshId(), currency: 'USD', ...customer }));
  for (const { variantId, quantity } of lines) cart = accepted(addToCart(cart, variantId, quantity));

  const pricing = accepted(
    priceCart({
      cart,
      prices: Object.fromEntries([...items].map(([id, item]) => [id, priceOf(item, tax)])),
      customer: {
        groups: [customerId === undefined ? 'guest' : 'regular'],
        orderCount: 0,
        ...(customerId === undefined ? {} : { id: customerId }),
      },
      promotions: [
        { id: 'tenth', name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
        {
          id: 'code',
          name: 'With a code',
          target: { type: 'order' },
          effect: { type: 'percent', rate: 50_000 },
          conditions: { couponCode: 'tea' },
        },
      ],
      minimumOrderRules: [],
      shipping: { method: 'standard', charge: usd(499) },
      ...(tax === undefined ? {} : { tax }),
      at: placedAt,
    }),
  );
  const id = freshId();
  const placed = placeOrder(pricing, {
    id,
    number: `T${id.slice(-9)}`,
    ...customer,
    email: 'ada@shop.example',
    descriptions: Object.fromEntries([...items].map(([variantId, { name, sku }]) => [variantId, { name, sku }])),
    shippingAddress: { fullName: 'Ada Lovelace', line1: '12 St James’s Square', city: 'London', country: 'GB' },
    billingAddress: {
      fullName: 'Ada Lovelace',
      company: 'Analytical Engines GmbH',
      line1: '1 Weg',
      line2: '2 OG',
      city: 'Köln',
      region: 'NRW',
      postalCode: '50667',
      country: 'DE',
      phone: '+49 221 1',
    },
    ...(delivery === undefined ? {} : { delivery }),
    at: placedAt,
  });
  return accepted(placed).order;
}

const priceOf = (
  { offers: [offer], productId, categoryIds, digital, taxClass }: CatalogueItem,
  tax: TaxRules | undefined,
): PriceEntry => ({
  unitPrice: offer?.price ?? usd(0),
  productId,
  categoryIds,
  digital,
  ...(tax === undefined || taxClass === undefined ? {} : { taxClass }),
});

/** Writes what an order becomes, under its lock. */
export const changeOrder = (unitOfWork: UnitOfWork, id: OrderId, next: (order: Order) => Order) =>
  unitOfWork.run(({ orders, commit }) =>
    orders
      .lock(id)
      .andThen((stored) =>
        stored === undefined
          ? errAsync('no such order' as const)
          : commit({ order: { type: 'change', order: next(stored.order), version: stored.version } }),
      ),
  );

/** The order after a payment of its whole total. */
export const paid = (order: Order, at: string = noon): Order =>
  accepted(recordPayment(order, { provider: 'sandbox', reference: `sbx_${order.id}`, amount: order.pricing.total, at }))
    .order;

/** The order cancelled. */
export const cancelled = (order: Order, at: string = noon): Order =>
  accepted(cancelOrder(order, { at, reason: 'changed my mind' })).order;

/**
 * The order with one of everything that can have happened to it: a declined attempt, a payment, a refund, a
 * cancellation.
 */
export function eventful(order: Order, at: string): Order {
  const declined = accepted(
    recordPaymentFailure(order, { provider: 'sandbox', reference: 'sbx_declined', reason: 'card_declined', at }),
  ).order;
  const bought = paid(declined, at);
  const refunding = accepted(
    refundOrder(bought, { id: freshId(), amount: usd(100), reason: 'a scratch', ...paymentOf(bought), at }),
  ).order;
  return cancelled(refunding, at);
}

/** The first payment of an order, as a refund names it. */
export function paymentOf({ payments: [payment] }: Order): { provider: string; paymentReference: string } {
  if (payment === undefined) throw new Error('the order has no payment');
  return { provider: payment.provider, paymentReference: payment.reference };
}

export function accepted<T, E>(decision: Decision<T, E>): T {
  if (!decision.ok) throw new Error(`the sample was refused: ${JSON.stringify(decision.error)}`);
  return decision.value;
}
