import type { CustomerId, Instant, OrderId, RefundId, VariantId } from '../flavoured.js';
import type { Money } from '../money/money.js';
import type { PricedCart } from '../pricing/priced-cart.js';

export type OrderStatus = 'pending' | 'paid' | 'cancelled';
export type PaymentStatus = 'unpaid' | 'paid' | 'partially_refunded' | 'refunded';

/** A postal address; `country` is an ISO 3166-1 alpha-2 code. */
export type Address = {
  readonly fullName: string;
  readonly line1: string;
  readonly line2?: string;
  readonly city: string;
  readonly region?: string;
  readonly postalCode?: string;
  readonly country: string;
  readonly phone?: string;
};

/** Money that a payment provider says it took; `reference` is the provider's own id of the payment. */
export type Payment = {
  readonly provider: string;
  readonly reference: string;
  readonly amount: Money;
  readonly at: Instant;
};

/** An attempt to pay that a provider says it refused, with its reason code. */
export type FailedPayment = {
  readonly provider: string;
  readonly reference: string;
  readonly reason: string;
  readonly at: Instant;
};

/** Money on its way back (`pending`), back (`confirmed`) or owed again (`failed`). */
export type Refund = {
  readonly id: RefundId;
  readonly amount: Money;
  /** What of it was given past what was due when it was asked for; absent when nothing was. */
  readonly goodwill?: Money;
  readonly reason: string;
  /** The provider's id of the payment it is taken from. */
  readonly paymentReference?: string;
  readonly status: 'pending' | 'confirmed' | 'failed';
  readonly requestedAt: Instant;
  readonly settledAt?: Instant;
};

export type Cancellation = { readonly at: Instant; readonly reason?: string };

/** What the catalogue called a variant when it was ordered. */
export type ItemDescription = { readonly name: string; readonly sku: string };

/** What has happened to an order; nothing here is ever derived. */
export type OrderFacts = {
  readonly id: OrderId;
  /** What people call the order by. */
  readonly number: string;
  readonly customerId?: CustomerId;
  readonly email: string;
  readonly placedAt: Instant;
  /** The whole breakdown it was placed with; later prices never touch it. */
  readonly pricing: PricedCart;
  readonly descriptions: Readonly<Record<VariantId, ItemDescription>>;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  readonly payments: readonly Payment[];
  readonly failedPayments: readonly FailedPayment[];
  readonly refunds: readonly Refund[];
  readonly cancellation?: Cancellation;
};

/** An order's facts and what follows from them. Made by the commands alone. */
export type Order = OrderFacts & {
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  /** Captured money that the shop owes back and has not yet asked the provider to return. */
  readonly dueBack: Money;
};

/** Units of a variant to reserve from, or give back to, the stock. Digital goods hold none. */
export type StockChange = {
  readonly type: 'reserve' | 'release';
  readonly variantId: VariantId;
  readonly quantity: number;
};

export type OrderEvent =
  | { readonly type: 'order.placed'; readonly orderId: OrderId; readonly at: Instant; readonly total: Money }
  | { readonly type: 'order.paid'; readonly orderId: OrderId; readonly at: Instant; readonly captured: Money }
  | { readonly type: 'order.payment-failed'; readonly orderId: OrderId; readonly at: Instant; readonly reference: string }
  | { readonly type: 'order.cancelled'; readonly orderId: OrderId; readonly at: Instant }
  | { readonly type: 'order.refund-due'; readonly orderId: OrderId; readonly at: Instant; readonly dueBack: Money }
  | {
      readonly type: 'order.refunded';
      readonly orderId: OrderId;
      readonly at: Instant;
      readonly refundId: RefundId;
      readonly amount: Money;
    };

/** What an accepted command did: the new order, what happened, and what the stock must follow. */
export type OrderChange = {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly stock: readonly StockChange[];
};

/** An accepted command that repeats an earlier one: nothing happened. */
export const unchanged = (order: Order): OrderChange => ({ order, events: [], stock: [] });
