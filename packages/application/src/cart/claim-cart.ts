import { mergeCarts, type Cart, type ClampedLine, type CurrencyCode } from '@cartwright/domain';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { fromDomain } from '../from-domain.js';
import type { CartAlreadyOpen, Checkout, StoredCart } from '../ports/repositories/cart-records.js';
import type { Clock } from '../ports/clock.js';
import type { Ids } from '../ports/ids.js';
import type { Secrets } from '../ports/secrets.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { cartView, type CartView } from './cart-view.js';
import { conflict, underLocks } from '../commit-change.js';
import { expectVersion } from '../expect-version.js';
import type { CartChange, ChangeCartError } from './change-cart.js';
import { newCart, type CurrencyNotSold } from './create-cart.js';
import { loadPricingFacts, priceForView } from './price-for-caller.js';
import { holdsToken, requireOpen, type CartNotFound } from './authorize-cart.js';

export type ClaimCartCommand = CartChange & { readonly caller: SignedInCaller };
/** The cart is the caller's already, and was never a guest's. */
export type CartAlreadyYours = { readonly type: 'cart.already-yours'; readonly cartId: string };
export type ClaimCartError = CartAlreadyYours | CurrencyNotSold | ChangeCartError;
/** The customer's cart, which lines had to be cut to 999 units and which codes it had no room for. */
export type ClaimedCart = {
  readonly view: CartView;
  readonly clamped: readonly ClampedLine[];
  readonly couponsLeftOut: readonly string[];
};
/**
 * Merges a guest's cart, whose token the customer holds, into their open cart or a new one. After that the guest's cart
 * is not found, even with its token. A record of the merge stays, so that a repeat returns the same.
 *
 * @example await claimCart({ caller: { ...customer, cartToken }, cartId }) // ok({ view, clamped: [], couponsLeftOut:
 * [] })
 */
export type ClaimCart = (command: ClaimCartCommand) => ResultAsync<ClaimedCart, ClaimCartError>;

type ClaimCartDeps = {
  readonly unitOfWork: UnitOfWork;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly secrets: Secrets;
  readonly storeCurrency: CurrencyCode;
};

export const makeClaimCart =
  (deps: ClaimCartDeps): ClaimCart =>
  (command) =>
    underLocks(deps.unitOfWork, (repositories) =>
      claimIn(deps, repositories, command)
        .map((result) => ({ result }))
        // The customer opened or ordered a cart meanwhile: what they have now is found at the next try.
        .mapErr((error) => (error.type === 'cart.already-open' ? conflict : error)),
    );

function claimIn(
  deps: ClaimCartDeps,
  repositories: Repositories,
  { caller, cartId, expectedVersion, locales }: ClaimCartCommand,
): ResultAsync<ClaimedCart, ClaimCartError | CartAlreadyOpen> {
  const { carts } = repositories;
  return carts
    .lock(cartId)
    .andThen((found) => reachGuestCart(deps.secrets, caller, cartId, found))
    .andThen((from): ResultAsync<Claim, ClaimCartError | CartAlreadyOpen> => {
      if (from.merged !== undefined) return findMerged(repositories, caller, cartId, from.merged);
      return requireOpen(from)
        .andThen((open) => expectVersion(open, expectedVersion, 'cart.version-stale'))
        .asyncAndThen((open) => merge(deps, repositories, caller, open));
    })
    .andThen(({ stored, ...report }) =>
      loadPricingFacts(repositories, deps.clock, caller, { cart: { id: stored.cart.id } }).andThen(({ facts }) =>
        priceForView(facts, stored).map((pricing) => ({ view: cartView(stored, pricing, locales), ...report })),
      ),
    );
}

type Claim = Omit<ClaimedCart, 'view'> & { readonly stored: StoredCart };

/** Only the token makes a guest's cart somebody's to claim. */
function reachGuestCart(
  secrets: Secrets,
  caller: SignedInCaller,
  cartId: string,
  found: StoredCart | undefined,
): Result<StoredCart, CartNotFound | CartAlreadyYours> {
  if (found !== undefined && holdsToken(secrets, caller, found)) return ok(found);
  return err({ type: found?.cart.customerId === caller.userId ? 'cart.already-yours' : 'cart.not-found', cartId });
}

/** The result of an earlier claim, for the customer who made it. */
const findMerged = (
  { carts }: Repositories,
  { userId }: SignedInCaller,
  cartId: string,
  { into, ...report }: NonNullable<StoredCart['merged']>,
): ResultAsync<Claim, ClaimCartError> =>
  carts.find(into).andThen((stored): Result<Claim, ClaimCartError> => {
    if (stored?.cart.customerId !== userId) return err({ type: 'cart.not-found', cartId });
    return requireOpen(stored).map((open) => ({ stored: open, ...report }));
  });

function merge(
  deps: ClaimCartDeps,
  repositories: Repositories,
  caller: SignedInCaller,
  from: StoredCart,
): ResultAsync<Claim, ClaimCartError | CartAlreadyOpen> {
  const { carts } = repositories;
  const updatedAt = deps.clock.now();
  return lockOpenCart(deps, repositories, caller, from.cart.currency).andThen((into) =>
    fromDomain(mergeCarts(into.cart, from.cart)).asyncAndThen(({ cart, clamped, couponsLeftOut }) => {
      const checkout = mergeCheckouts(into.checkout, from.checkout);
      const isUnchanged = isEmpty(from.cart) && checkout === into.checkout;
      const stored: StoredCart = isUnchanged
        ? into
        : { ...into, cart, ...(checkout === undefined ? {} : { checkout }), version: into.version + 1, updatedAt };
      const merged = { into: cart.id, clamped, couponsLeftOut };
      return (stored === into ? okAsync(undefined) : carts.save(stored))
        .andThen(() => carts.save({ ...from, status: 'merged', merged, version: from.version + 1, updatedAt }))
        .map(() => ({ stored, clamped, couponsLeftOut }));
    }),
  );
}

/** The guest's fields where the customer's cart has none; the customer's own checkout if there are none to add. */
function mergeCheckouts(own: Checkout | undefined, guests: Checkout | undefined): Checkout | undefined {
  const added = Object.keys(guests ?? {}).some((field) => own?.[field as keyof Checkout] === undefined);
  return added ? { ...guests, ...own } : own;
}

const isEmpty = ({ lines, couponCodes }: Cart): boolean => lines.length === 0 && couponCodes.length === 0;

/**
 * The customer's open cart in the guest's currency, locked, so that two claims at once add up. After the guest's,
 * always: no two wait in a circle.
 */
function lockOpenCart(
  deps: ClaimCartDeps,
  { carts }: Repositories,
  caller: SignedInCaller,
  currency: CurrencyCode,
): ResultAsync<StoredCart, CurrencyNotSold | CartAlreadyOpen> {
  return carts
    .findOpenOf(caller.userId, currency)
    .andThen((open): ResultAsync<StoredCart, CurrencyNotSold | CartAlreadyOpen> => {
      if (open === undefined) {
        return newCart(deps, { caller, currency }).asyncAndThen((stored) => carts.add(stored).map(() => stored));
      }
      return carts
        .lock(open.cart.id)
        .andThen((locked) => (locked?.status === 'open' ? ok(locked) : err({ type: 'cart.already-open' } as const)));
    });
}
