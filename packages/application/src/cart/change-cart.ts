import type { Cart, VariantId } from '@cartwright/domain';
import { ok, type Result, type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import { commitChange } from '../commit-change.js';
import type { Checkout } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Secrets } from '../ports/secrets.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { authorizeCart, requireOpen, type CartAlreadyOrdered, type CartNotFound } from './authorize-cart.js';
import { cartView, type CartView } from './cart-view.js';
import { loadCartFacts, priceForView, type CartPricing, type CartPricingError } from './price-for-caller.js';
import type { PricingFacts } from './pricing-facts.js';
import { expectVersion, type VersionStale } from '../expect-version.js';

/** Who changes which cart, and the version that they last saw (`If-Match`), if they sent one. */
export type CartChange = {
  readonly caller: Caller;
  readonly cartId: string;
  readonly expectedVersion?: number;
  /** Locales that the caller reads, best first. */
  readonly locales?: readonly string[];
};

/** Somebody changed the cart since the caller last saw it. */
export type CartVersionStale = VersionStale<'cart.version-stale'>;
export type ChangeCartError =
  CartNotFound | CartAlreadyOrdered | CartVersionStale | CartPricingError | StorageUnavailable;

export type ChangeCartDeps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly secrets: Secrets };

/**
 * What is changed: the cart, or what its buyer says of the order to come. `variantIds` are variants that the cart may
 * not hold yet, `addressIds` addresses of the caller's book that it names; `check` sees the price of the result.
 */
type Edit<E, F> = {
  readonly variantIds?: readonly VariantId[];
  /** Codes that the cart may not hold yet, normalised. */
  readonly couponCodes?: readonly string[];
  readonly addressIds?: readonly string[];
  /** Absent: the cart keeps its own. */
  readonly email?: string | null | undefined;
  readonly edit?: (cart: Cart) => Result<Cart, E>;
  readonly editCheckout?: (checkout: Checkout, facts: PricingFacts, cart: Cart) => Result<Checkout, E>;
  readonly check?: (pricing: CartPricing) => Result<unknown, F>;
};

/**
 * The one way in which a cart changes: authorized, still open, at the version last seen, edited, priced, and stored
 * only if `check` accepts the price. An edit that changes nothing keeps the version.
 */
export const changeCart = <E, F = never>(
  { unitOfWork, ...deps }: ChangeCartDeps,
  { caller, cartId, expectedVersion, locales }: CartChange,
  {
    variantIds = [],
    couponCodes = [],
    addressIds = [],
    email,
    edit = ok,
    editCheckout = ok,
    check = () => ok(undefined),
  }: Edit<E, F>,
): ResultAsync<CartView, E | F | ChangeCartError> =>
  commitChange(unitOfWork, (reads) =>
    loadCartFacts(deps, reads, caller, { cart: { id: cartId }, variantIds, couponCodes, addressIds, email }).andThen(
      ({ stored: found, facts }) =>
        authorizeCart(deps.secrets, caller, cartId, found)
          .andThen(requireOpen)
          .andThen((stored) => expectVersion(stored, expectedVersion, 'cart.version-stale'))
          .andThen((stored) =>
            edit(stored.cart).andThen((cart) =>
              editCheckout(stored.checkout ?? nothing, facts, cart).andThen((checkout) => {
                const isChanged = cart !== stored.cart || checkout !== (stored.checkout ?? nothing);
                const edited = checkout === nothing ? { ...stored, cart } : { ...stored, cart, checkout };
                const next = isChanged
                  ? { ...edited, version: stored.version + 1, updatedAt: deps.clock.now() }
                  : stored;
                return priceForView(facts, next).andThen((pricing) =>
                  check(pricing).map(() => ({
                    result: cartView(next, pricing, locales),
                    ...(isChanged ? { change: { cart: { type: 'change', stored: next } as const } } : {}),
                  })),
                );
              }),
            ),
          ),
    ),
  );

const nothing: Checkout = {};
