import { boolean, constantFrom, integer, oneof, record, uniqueArray, type Arbitrary } from 'fast-check';
import { address, type Shop } from '../shop-over-http.js';

/** What a buyer does, whichever API they use. */
export type Purchase = {
  readonly lines: readonly { readonly item: 'mug' | 'pen' | 'book'; readonly quantity: number }[];
  readonly isCustomer: boolean;
  readonly coupon?: string;
  readonly note?: string;
  readonly country: string;
  readonly shippingMethod?: string;
  readonly isBilledElsewhere: boolean;
  readonly paymentMethod: string;
  readonly isCancelled: boolean;
};

/** Purchases of which some are refused: too many units, unknown coupons and methods, no cart lines, declined cards. */
export const purchases: Arbitrary<Purchase> = record(
  {
    lines: uniqueArray(
      record({
        item: constantFrom('mug' as const, 'pen' as const, 'book' as const),
        quantity: oneof({ weight: 9, arbitrary: integer({ min: 1, max: 4 }) }, integer({ min: -1, max: 1_000 })),
      }),
      { maxLength: 3, selector: ({ item }) => item },
    ),
    isCustomer: boolean(),
    coupon: constantFrom('SAVE10', 'OVER', 'NONE'),
    note: constantFrom('Ring twice', '', ' '),
    country: constantFrom('GB', 'GB', 'GB', 'XX'),
    shippingMethod: constantFrom('post', 'courier', 'drone'),
    isBilledElsewhere: boolean(),
    paymentMethod: constantFrom('pm_card_visa', 'pm_card_visa', 'pm_card_chargeDeclined'),
    isCancelled: boolean(),
  },
  {
    requiredKeys: ['lines', 'isCustomer', 'country', 'isBilledElsewhere', 'paymentMethod', 'isCancelled'],
  },
);

/** A step of a purchase: what the API returned, or the code of its refusal. */
export type Step = { readonly body?: unknown; readonly code?: unknown };

/** The steps that a purchase needs of an API. Each returns the body, or the code. */
export type Buyer = {
  readonly createCart: () => Promise<Step>;
  readonly addLine: (cart: string, line: { readonly variantId: string; readonly quantity: number }) => Promise<Step>;
  readonly addCoupon: (cart: string, code: string) => Promise<Step>;
  readonly placeOrder: (input: object, key: string) => Promise<Step>;
  readonly pay: (order: string, key: string) => Promise<Step>;
  readonly confirm: (payment: string, paymentMethod: string) => Promise<Step>;
  readonly cancel: (order: string) => Promise<Step>;
  readonly viewOrder: (order: string) => Promise<Step>;
};

/** What later steps need of a body. */
type Shown = {
  readonly id?: string;
  readonly paymentId?: string;
  readonly token?: string;
  readonly clientSecret?: string;
};

/** Buys, and returns what each step returned, secrets left out. */
export async function buy(
  shop: Pick<Shop, 'mug' | 'pen' | 'book'>,
  buyer: Buyer,
  purchase: Purchase,
  key: string,
): Promise<readonly unknown[]> {
  const steps: unknown[] = [];
  const step = async (made: Promise<Step>): Promise<Shown> => {
    const { body, code } = await made;
    const { token: _token, clientSecret: _secret, ...shown } = (body ?? {}) as Shown;
    steps.push(code ?? shown);
    return shown;
  };
  const { id: cartId = '' } = await step(buyer.createCart());
  for (const { item, quantity } of purchase.lines)
    await step(buyer.addLine(cartId, { variantId: shop[item], quantity }));
  if (purchase.coupon !== undefined) await step(buyer.addCoupon(cartId, purchase.coupon));
  const shippingAddress = { ...address, country: purchase.country };
  const input = {
    cartId,
    shippingAddress,
    ...(purchase.isCustomer ? {} : { email: 'ada@example.com' }),
    ...(purchase.isBilledElsewhere ? { billingAddress: { ...address, line1: '2 Elsewhere Street' } } : {}),
    ...(purchase.note === undefined ? {} : { note: purchase.note }),
    ...(purchase.shippingMethod === undefined ? {} : { shippingMethod: purchase.shippingMethod }),
  };
  const { id: orderId } = await step(buyer.placeOrder(input, `order ${key}`));
  if (orderId === undefined) return steps;
  const { paymentId } = await step(buyer.pay(orderId, `pay ${key}`));
  if (paymentId !== undefined) await step(buyer.confirm(paymentId, purchase.paymentMethod));
  if (purchase.isCancelled) await step(buyer.cancel(orderId));
  await step(buyer.viewOrder(orderId));
  return steps;
}
