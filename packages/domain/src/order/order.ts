/** The types of an order. Long because each exported type has its documentation and an example. */
import type {
  CustomerId,
  DisputeId,
  Instant,
  OrderId,
  PromotionId,
  RefundId,
  ReturnId,
  ShipmentId,
  UnitCancellationId,
  VariantId,
  WithdrawalId,
} from '../flavoured.js';
import type { Money } from '../money/money.js';
import type { PricedCart } from '../pricing/priced-cart.js';
import type { OrderEvent } from './order-event.js';

/** Increased when the shape of an order changes; `readOrder` upcasts what an earlier version stored. */
export const orderVersion = 1;

/**
 * How far an order is: derived from its facts, never set. `returned`: every unit that left in a parcel is back and none
 * is still to be sent.
 *
 * @example const isOver = (status: OrderStatus) => status === 'delivered' || status === 'cancelled';
 */
export type OrderStatus = 'pending' | 'paid' | 'partially_shipped' | 'shipped' | 'delivered' | 'cancelled' | 'returned';

/**
 * By what was captured and what has gone back; partly captured is `unpaid`, or `processing` while a delayed payment is
 * under way.
 *
 * @example const owes = (status: PaymentStatus) => status === 'unpaid';
 */
export type PaymentStatus = 'unpaid' | 'processing' | 'paid' | 'partially_refunded' | 'refunded';

/**
 * A postal address; `country` is an ISO 3166-1 alpha-2 code. Some countries have no cities, such as Singapore.
 *
 * @example
 * const home: Address = { fullName: 'Ann Lee', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' };
 */
export type Address = {
  readonly fullName: string;
  readonly company?: string | undefined;
  readonly line1: string;
  readonly line2?: string | undefined;
  readonly city?: string | undefined;
  readonly region?: string | undefined;
  readonly postalCode?: string | undefined;
  readonly country: string;
  readonly phone?: string | undefined;
};

/**
 * Money that a payment provider reports it took; `reference` is the provider's own id of the payment.
 *
 * @example const payment: Payment = { provider: 'stripe', reference: 'pi_1', amount: order.pricing.total, at };
 */
export type Payment = {
  readonly provider: string;
  readonly reference: string;
  readonly amount: Money;
  /** How it was paid, as its caller names that, such as `card`. */
  readonly method?: string | undefined;
  /** What of it the order did not need: it is due back. Absent when all of it was needed. */
  readonly excess?: Money | undefined;
  readonly at: Instant;
};

/**
 * A delayed payment, such as a bank debit, that a provider reports is under way.
 *
 * @example const debit: ProcessingPayment = { provider: 'stripe', reference: 'pi_1', method: 'sepa_debit', at };
 */
export type ProcessingPayment = {
  readonly provider: string;
  readonly reference: string;
  readonly method?: string | undefined;
  readonly at: Instant;
};

/**
 * An attempt to pay that a provider reports has failed or was cancelled, with its reason code.
 *
 * @example const attempt: FailedPayment = { provider: 'stripe', reference: 'pi_1', reason: 'card_declined', at };
 */
export type FailedPayment = {
  readonly provider: string;
  readonly reference: string;
  readonly reason: string;
  readonly at: Instant;
};

/**
 * Money on its way back (`pending`), back (`confirmed`) or, as it did not arrive, owed again (`failed`).
 *
 * @example const onTheirWay = order.refunds.filter(({ status }: Refund) => status === 'pending');
 */
export type Refund = {
  readonly id: RefundId;
  readonly amount: Money;
  /** What of it was given past what was due when it was requested; absent when nothing was. */
  readonly goodwill?: Money | undefined;
  readonly reason: string;
  /** The payment it is taken from. */
  readonly provider: string;
  readonly paymentReference: string;
  readonly status: 'pending' | 'confirmed' | 'failed';
  readonly requestedAt: Instant;
  readonly settledAt?: Instant | undefined;
  /** Why a failed one did not arrive, as its provider reports. */
  readonly failure?: string | undefined;
};

/**
 * `deadline` is the end of the time to pay, when that is why; otherwise the order was cancelled by a person.
 *
 * @example const cancellation: Cancellation = { at, reason: 'changed my mind' };
 */
export type Cancellation = {
  readonly at: Instant;
  readonly reason?: string | undefined;
  readonly deadline?: Instant | undefined;
};

/**
 * So many units of one variant of an order.
 *
 * @example const oneMug: OrderUnits = { variantId: 'mug', quantity: 1 };
 */
export type OrderUnits = { readonly variantId: VariantId; readonly quantity: number };

/**
 * A parcel: on its way until `deliveredAt`.
 *
 * @example
 * const parcel: Shipment = { id: 'parcel-1', lines: [{ variantId: 'mug', quantity: 2 }], shippedAt: at };
 */
export type Shipment = {
  readonly id: ShipmentId;
  readonly lines: readonly OrderUnits[];
  readonly carrier?: string | undefined;
  readonly trackingNumber?: string | undefined;
  readonly shippedAt: Instant;
  readonly deliveredAt?: Instant | undefined;
};

/**
 * Units that the customer no longer pays for: `amount` is what was paid for them, `tax` (a part of it) included.
 *
 * @example
 * const mug: RefundedUnits = {
 *   variantId: 'mug',
 *   quantity: 1,
 *   amount: { amount: 1999, currency: 'USD' },
 *   tax: { amount: 0, currency: 'USD' },
 * };
 */
export type RefundedUnits = OrderUnits & {
  readonly amount: Money;
  readonly tax: Money;
  /** How many of them had been waived before, so that `amount` leaves them out; absent when none had. */
  readonly waived?: number | undefined;
};

/**
 * Units that were cancelled before they were shipped, or are kept though they are no longer paid for; `amount` is that
 * of its lines and of `shippingRefund` together.
 *
 * @example const amounts = order.unitCancellations.map(({ amount }: UnitCancellation) => amount);
 */
export type UnitCancellation = {
  readonly id: UnitCancellationId;
  readonly lines: readonly RefundedUnits[];
  readonly amount: Money;
  /** What of the shipping is due back with it, tax included; absent when nothing is. */
  readonly shippingRefund?: Money | undefined;
  readonly reason?: string | undefined;
  readonly at: Instant;
};

/**
 * Units that came back after they were shipped, to be sold again where `restock` is true.
 *
 * @example const sellable = order.returns.filter(({ restock }: UnitReturn) => restock);
 */
export type UnitReturn = Omit<UnitCancellation, 'id'> & { readonly id: ReturnId; readonly restock: boolean };

/**
 * A payment that its payer contests at the bank. A `lost` one has withdrawn its amount, of which `withdrawn` was still
 * held for the order: that counts as refunded.
 *
 * @example const lost = order.disputes.filter(({ status }: Dispute) => status === 'lost');
 */
export type Dispute = {
  readonly id: DisputeId;
  readonly provider: string;
  /** The provider's id of the payment. */
  readonly paymentReference: string;
  readonly amount: Money;
  /** Absent before it is lost. */
  readonly withdrawn?: Money | undefined;
  /** What of `withdrawn` was past what was due then; absent when nothing was. */
  readonly goodwill?: Money | undefined;
  readonly status: 'open' | 'won' | 'lost';
  readonly openedAt: Instant;
  readonly settledAt?: Instant | undefined;
};

/**
 * What the catalogue called a variant when it was ordered. `slug` is that of its product, and `image` the address of
 * its picture, absent without one.
 *
 * @example const mug: ItemDescription = { name: 'Mug', sku: 'MUG-BLUE', options: { Colour: 'blue' } };
 */
export type ItemDescription = {
  readonly name: string;
  readonly sku: string;
  readonly image?: string | undefined;
  readonly productId?: string | undefined;
  readonly slug?: string | undefined;
  readonly options?: Readonly<Record<string, string>> | undefined;
};

/**
 * How an order is sent: what that was called when it was ordered, and how many days a parcel is under way, from `min`
 * to `max`, where that is known.
 *
 * @example const standard: Delivery = { name: 'Standard', days: { min: 3, max: 5 } };
 */
export type Delivery = {
  readonly name: string;
  readonly days?: { readonly min: number; readonly max: number } | undefined;
};

/**
 * A buyer's declaration that they withdraw from these units. `refund` is what they get back, and `shippingRefund` (a
 * part of it, absent when zero) what of that was paid for shipping.
 *
 * @example const last = order.withdrawals?.findLast(({ isWhole }: Withdrawal) => isWhole);
 */
export type Withdrawal = {
  readonly id: WithdrawalId;
  readonly lines: readonly OrderUnits[];
  readonly refund: Money;
  readonly shippingRefund?: Money | undefined;
  /** Nothing that could be withdrawn from is left. */
  readonly isWhole: boolean;
  readonly at: Instant;
};

/**
 * What staff can change of an order.
 *
 * @example const { email, note }: AmendableFacts = order;
 */
export type AmendableFacts = Pick<OrderPlacement, 'email' | 'shippingAddress' | 'note' | 'metadata'>;

/**
 * What an order needs beside its price, at the instant `at` of its placement. `descriptions` are what the catalogue
 * called the variants; without `customerId` the order is the cart's customer's.
 *
 * @example const placement: OrderPlacement = { id: 'order-1', number: '1001', email: 'ann@example.com', at };
 */
export type OrderPlacement = {
  readonly id: OrderId;
  /** What people call the order by. */
  readonly number: string;
  readonly customerId?: CustomerId | undefined;
  readonly email: string;
  readonly descriptions?: Readonly<Record<VariantId, ItemDescription>> | undefined;
  readonly shippingAddress?: Address | undefined;
  readonly billingAddress?: Address | undefined;
  /** The buyer's, for their invoice. */
  readonly vatNumber?: string | undefined;
  /** Absent when nothing is sent. */
  readonly delivery?: Delivery | undefined;
  /** What the buyer wrote to the shop, or staff wrote of the order. */
  readonly note?: string | undefined;
  /** A BCP 47 tag, such as `de-AT`: in which language the buyer gets mails. */
  readonly locale?: string | undefined;
  /** A BCP 47 tag: the language of the names in `descriptions`. */
  readonly namesLocale?: string | undefined;
  /** What the shop's own programs keep with the order. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** When the buyer agreed to get digital goods at once, and to lose the right to withdraw from them. */
  readonly digitalConsentAt?: Instant | undefined;
  /** What the cheapest way to send it cost, tax included: the most that a withdrawal from all of it gives back. */
  readonly cheapestShipping?: Money | undefined;
  readonly at: Instant;
};

/**
 * What has happened to an order since it was placed.
 *
 * @example const { payments, refunds, shipments }: OrderHistory = order;
 */
export type OrderHistory = {
  readonly payments: readonly Payment[];
  readonly processingPayments: readonly ProcessingPayment[];
  readonly failedPayments: readonly FailedPayment[];
  readonly refunds: readonly Refund[];
  readonly disputes: readonly Dispute[];
  readonly shipments: readonly Shipment[];
  readonly returns: readonly UnitReturn[];
  readonly unitCancellations: readonly UnitCancellation[];
  /** Units that the customer keeps, or gets, for nothing. */
  readonly unitWaivers: readonly UnitCancellation[];
  /** Absent when there are none. */
  readonly withdrawals?: readonly Withdrawal[] | undefined;
  /** What the order was placed with, once staff have changed it. */
  readonly original?: AmendableFacts | undefined;
  /** When the total was captured: no later refund undoes it. */
  readonly paidAt?: Instant | undefined;
  /** When the digital lines were delivered: at payment. Absent before, and on orders without any. */
  readonly digitalDeliveredAt?: Instant | undefined;
  readonly cancellation?: Cancellation | undefined;
};

/**
 * What is known of an order; nothing here is ever derived.
 *
 * @example const { number, placedAt, pricing }: OrderFacts = order;
 */
export type OrderFacts = Omit<OrderPlacement, 'at' | 'descriptions'> &
  OrderHistory & {
    /** Which version of this package's documents it is; see `readOrder`. */
    readonly schemaVersion: typeof orderVersion;
    readonly placedAt: Instant;
    /** The whole breakdown it was placed with; later prices never touch it. */
    readonly pricing: PricedCart;
    readonly descriptions: Readonly<Record<VariantId, ItemDescription>>;
  };

/**
 * An order's facts and what follows from them. Only the commands make one.
 *
 * @example
 * const summary = ({ number, status, pricing }: Order) => `${number}: ${status}, ${pricing.total.amount}`;
 * summary(order); // => '1001: paid, 3998'
 */
export type Order = OrderFacts & {
  readonly status: OrderStatus;
  readonly paymentStatus: PaymentStatus;
  /** Captured money that the shop owes back and for which no refund is requested; never more than it holds. */
  readonly dueBack: Money;
};

/**
 * What the stock must follow, in units of a variant: `reserve` takes them off what is for sale, `release` gives
 * reserved ones back, `ship` lets reserved ones leave the house, `restock` puts returned ones back on sale. Digital
 * goods hold none.
 *
 * @example const change: StockChange = { type: 'reserve', variantId: 'mug', quantity: 2 };
 */
export type StockChange = {
  readonly type: 'reserve' | 'release' | 'ship' | 'restock';
  readonly variantId: VariantId;
  readonly quantity: number;
};

/**
 * What the usage of promotions (and so of their coupon codes) must follow: one use more or less, and so much more or
 * less of the budget.
 *
 * @example
 * const change: UsageChange = { type: 'count', promotionId: 'premium', amount: { amount: 1199, currency: 'USD' } };
 */
export type UsageChange = {
  readonly type: 'count' | 'release';
  readonly promotionId: PromotionId;
  readonly amount: Money;
  /** The generated code of a `singleUse` promotion, used or free again. */
  readonly code?: string | undefined;
};

/**
 * What an accepted command did: the new order, what happened, and what stock and promotion usage must follow.
 *
 * @example
 * const shippedNow = shipOrder(order, { id: 'parcel-1', at });
 * const types = ({ events }: OrderChange) => events.map(({ type }) => type);
 * shippedNow.ok && types(shippedNow.value); // => ['order.parcel-shipped', 'order.shipped']
 */
export type OrderChange = {
  readonly order: Order;
  readonly events: readonly OrderEvent[];
  readonly stock: readonly StockChange[];
  readonly usage: readonly UsageChange[];
};

/**
 * Why a command on an order was refused, and the status it met.
 *
 * @example
 * const refusal: OrderRefusal<{ readonly type: 'order.not-pending' }> = { type: 'order.not-pending', status: 'paid' };
 */
export type OrderRefusal<E> = E & { readonly status: OrderStatus };
