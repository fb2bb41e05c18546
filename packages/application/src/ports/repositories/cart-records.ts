import type { Address, Cart, CartId, ClampedLine, CurrencyCode, CustomerId, Instant } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';

/** What a buyer has said of the order that the cart is to become. */
export type Checkout = {
  readonly email?: string;
  readonly shippingAddress?: Address;
  readonly billingAddress?: Address;
  /** The id of a shipping method. */
  readonly shippingMethod?: string;
  readonly note?: string;
  readonly metadata?: Readonly<Record<string, string>>;
};

/** A cart and what the shop keeps beside it. */
export type StoredCart = {
  readonly cart: Cart;
  /** Absent when nothing is said of it. */
  readonly checkout?: Checkout;
  /** Grows by one with each change. */
  readonly version: number;
  /** An ordered cart can be read and no longer changed; one that was merged into another is reached by nobody. */
  readonly status: 'open' | 'ordered' | 'merged';
  /** Only of a merged cart: which cart it went into, and what did not fit in there. */
  readonly merged?: {
    readonly into: CartId;
    readonly clamped: readonly ClampedLine[];
    readonly couponsLeftOut: readonly string[];
  };
  /** `Secrets.digest` of the token that reaches a guest's cart. */
  readonly tokenDigest?: string;
  readonly createdAt: Instant;
  readonly updatedAt: Instant;
};

/** The customer has another open cart in this currency. */
export type CartAlreadyOpen = { readonly type: 'cart.already-open' };

/** Carts, of which a customer has one open at most in each currency. */
export type CartRecords = {
  /** Refuses a second open cart of a customer in a currency (two requests at once); the caller then reads the first. */
  readonly add: (cart: StoredCart) => ResultAsync<void, CartAlreadyOpen>;
  readonly find: (id: CartId) => ResultAsync<StoredCart | undefined, never>;
  /** Like `find`, locked until the transaction ends. */
  readonly lock: (id: CartId) => ResultAsync<StoredCart | undefined, never>;
  readonly findOpenOf: (customerId: CustomerId, currency: CurrencyCode) => ResultAsync<StoredCart | undefined, never>;
  /** Writes a cart that this transaction has locked. */
  readonly save: (cart: StoredCart) => ResultAsync<void, never>;
};
