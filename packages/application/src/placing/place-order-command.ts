import type { Money, OrderPlacement } from '@cartwright/domain';
import type { Caller } from '../caller.js';
import type { AddressIds } from '../cart/named-addresses.js';
import type { IdempotentRequest } from '../ports/repositories/idempotency-records.js';
import type { OrderItem } from './cart-of-items.js';

/** The facts of an order that its buyer gives. A new fact of `OrderPlacement` is one of them without further code. */
export type BuyerFacts = Omit<
  OrderPlacement,
  | 'id'
  | 'number'
  | 'customerId'
  | 'email'
  | 'descriptions'
  | 'namesLocale'
  | 'delivery'
  | 'digitalConsentAt'
  | 'cheapestShipping'
  | 'at'
>;

/** An id of the caller's address book takes the place of an address. */
export type PlaceOrderCommand = BuyerFacts &
  AddressIds & {
    readonly caller: Caller;
    readonly request: IdempotentRequest;
    readonly source:
      | {
          readonly type: 'cart';
          readonly cartId: string;
          /** The version of the cart that the caller last saw (`If-Match`), if they sent one. */
          readonly expectedVersion?: number;
        }
      | { readonly type: 'items'; readonly items: readonly OrderItem[] };
    /** Where the confirmation goes; a customer's own address when absent. */
    readonly email?: string;
    readonly shippingMethod?: string;
    /** Locales that the buyer reads, best first: the order stores the names of its lines in one of them. */
    readonly locales?: readonly string[];
    readonly coupons?: readonly string[];
    /** The total that the buyer was shown. */
    readonly expectedTotal?: Money;
    /** Digital goods are wanted at once, and the buyer cannot withdraw from them then. */
    readonly digitalConsent?: boolean;
  };
