import type { CartId, Instant, Money, Order, OrderId, PricingInput, PromotionId } from '@cartwright/domain';
import type { UnnumberedInvoice } from '../invoicing/invoice.js';
import type { AuditEntry } from './audit/audit-log.js';
import type { StoredCart } from './repositories/cart-records.js';
import type { IdempotentRequest } from './repositories/idempotency-records.js';
import type { ApplicationEvent } from './repositories/outbox.js';
import type { PaymentAttempt } from './repositories/payment-records.js';
import type { PromotionUse } from './repositories/promotion-usage-records.js';
import type { StockDemand } from './repositories/stock-records.js';

/**
 * The rows that a use case writes, and what each of them rests on. A change commits as a whole, or not at all when
 * something that it rests on no longer holds (`ConcurrencyConflict`).
 *
 * @example
 * const change: Change = { cart: { type: 'change', stored: { ...stored, version: stored.version + 1 } } };
 */
export type Change = {
  readonly request?: RequestWrite;
  readonly cart?: CartWrite;
  readonly order?: OrderWrite;
  readonly stock?: StockWrite;
  readonly promotions?: PromotionWrite;
  readonly payment?: PaymentWrite;
  readonly invoice?: InvoiceWrite;
  readonly message?: HandledMessage & { readonly at: Instant };
  readonly events?: readonly ApplicationEvent[];
  readonly audit?: readonly AuditEntry[];
  /** The trace that its events continue (W3C Trace Context). The unit of work sets it where traces are on. */
  readonly traceParent?: string;
};

/** Something that a change rests on was changed by somebody else. Nothing was written. */
export type ConcurrencyConflict = { readonly type: 'concurrency.conflict' };

/** What becomes of an idempotency key. */
export type RequestWrite = { readonly request: IdempotentRequest; readonly expiresAt: Instant } & (
  | /** Rests on a free key. */ { readonly type: 'complete'; readonly outcome: string }
  | /** Rests on a free key, which it then holds for `resourceId` until `until`. */ {
      readonly type: 'hold';
      readonly resourceId: string;
      readonly until: Instant;
    }
  | /** Rests on a key that is held for `resourceId`. */ {
      readonly type: 'finish';
      readonly resourceId: string;
      readonly outcome: string;
    }
);

export type CartWrite =
  /** Rests on the customer having no open cart. */
  | { readonly type: 'open'; readonly stored: StoredCart }
  /** Writes lines, codes and checkout. Rests on an open cart whose version is one less than that of `stored`. */
  | { readonly type: 'change'; readonly stored: StoredCart }
  /** Closes an open cart. Rests on its version. */
  | { readonly type: 'order'; readonly id: CartId; readonly version: number; readonly at: Instant };

/** Who places an order, as `PricingFactsQuery.placedBy` names them, and the units that it reserves. */
export type StockHold = { readonly placedBy: string; readonly units: number };

export type OrderWrite =
  | {
      readonly type: 'place';
      readonly order: Order;
      /** Stored while the order is pending. */
      readonly hold?: StockHold;
      /** What it was priced with. What orders share of it is stored once, by `rulesHash`. */
      readonly priced?: { readonly input: PricingInput; readonly rulesHash: string };
    }
  /** Rests on the version that was read. */
  | { readonly type: 'change'; readonly order: Order; readonly version: number }
  /** Writes nothing, and rests on the version that was read. */
  | { readonly type: 'unchanged'; readonly id: OrderId; readonly version: number };

/**
 * Units of an order that move. `reserve` rests on enough units of each variant. The others pass over variants whose
 * stock is not counted: `release` puts reserved units on sale again, `ship` takes them away, `restock` takes shipped
 * units back.
 */
export type StockWrite = {
  readonly type: 'reserve' | 'release' | 'ship' | 'restock';
  readonly lines: readonly StockDemand[];
  readonly reason: string;
  readonly orderId: OrderId;
  /** The member of staff who did it. */
  readonly actor?: string;
  readonly at: Instant;
};

export type PromotionWrite =
  /** Rests on no limit being passed. */
  | {
      readonly type: 'count';
      readonly orderId: OrderId;
      readonly uses: readonly LimitedUse[];
      /** What each promotion took off the order, for its totals. */
      readonly applied?: readonly { readonly promotionId: PromotionId; readonly amount: Money }[];
      /** Generated codes that the order takes, normalised. Rests on each being free. */
      readonly codes?: readonly string[];
    }
  /** Takes back all that the order has counted, and frees its codes. */
  | { readonly type: 'release'; readonly orderId: OrderId };

/** A use of a counter that may stand at `maxUses` at most, and may spend `budget` at most. Absent: no such limit. */
export type LimitedUse = PromotionUse & { readonly maxUses?: number; readonly budget?: Money };

export type PaymentWrite =
  /** Rests on the order having no attempt with the same ordinal. */
  | { readonly type: 'add'; readonly attempt: PaymentAttempt }
  /** Sets the provider's ids and the end that are given. */
  | ({ readonly type: 'note'; readonly id: string } & Pick<
      PaymentAttempt,
      'reference' | 'captureReference' | 'endedAt'
    >);

/** The invoice of an order that the change has paid, which gets the next number. Rests on the order having none. */
export type InvoiceWrite = {
  readonly orderId: OrderId;
  readonly content: UnnumberedInvoice;
  /** When it is issued, unless another was issued later than that. */
  readonly at: Instant;
};

/** A message that a handler has dealt with. Rests on it being new to the handler. */
export type HandledMessage = { readonly messageId: string; readonly handler: string };
