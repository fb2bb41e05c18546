import { addToCart, type Cart, type QuantityOutOfRange, type TooManyLines, type VariantId } from '@cartwright/domain';
import { err, ok, okAsync, type Result, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { requireOpen, type CartAlreadyOrdered } from '../cart/authorize-cart.js';
import { cartView, type CartView } from '../cart/cart-view.js';
import type { CartVersionStale } from '../cart/change-cart.js';
import type { CreateCart, CreateCartError } from '../cart/create-cart.js';
import { loadPricingFacts, priceForView, type CartPricingError } from '../cart/price-for-caller.js';
import { requireSellable } from '../cart/require-on-sale.js';
import { expectVersion } from '../expect-version.js';
import { commitLocked } from '../commit-change.js';
import { fromDomain } from '../from-domain.js';
import type { Clock } from '../ports/clock.js';
import type { StoredCart } from '../ports/repositories/cart-records.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import { lockWishlist } from './my-wishlist.js';

export type MoveToCartCommand = {
  readonly caller: SignedInCaller;
  readonly variantId: VariantId;
  /** One when absent. */
  readonly quantity?: number;
  /** The version of the open cart that the caller last saw (`If-Match`), if they sent one. */
  readonly expectedVersion?: number;
  /** Locales that the caller reads, best first. */
  readonly locales?: readonly string[];
};
/** The variant is neither on the wishlist nor in the cart. */
export type WishNotFound = { readonly type: 'wishlist.item-not-found'; readonly variantId: VariantId };
export type MoveToCartError =
  | WishNotFound
  | VariantNotFound
  | QuantityOutOfRange
  | TooManyLines
  | CartAlreadyOrdered
  | CartVersionStale
  | AccessTokenRefused
  | CreateCartError;
/**
 * Puts a variant of the caller's wishlist into their open cart, and takes it off the list: both or neither. A repeat
 * finds it in the cart, and changes nothing.
 */
export type MoveToCart = (command: MoveToCartCommand) => ResultAsync<CartView, MoveToCartError>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly clock: Clock; readonly createCart: CreateCart };

export const makeMoveToCart =
  ({ unitOfWork, clock, createCart }: Deps): MoveToCart =>
  (command) =>
    createCart({ caller: command.caller }).andThen(({ view }) =>
      unitOfWork.run((repositories) => moveIn(repositories, clock, command, view.stored.cart.id)),
    );

function moveIn(
  repositories: Repositories,
  clock: Clock,
  { caller, variantId, quantity = 1, expectedVersion, locales }: MoveToCartCommand,
  cartId: string,
): ResultAsync<CartView, MoveToCartError> {
  const { locking, wishlists } = repositories;
  return lockWishlist(repositories, caller.userId).andThen((list) => {
    const isWished = list.some((item) => item.variantId === variantId);
    return loadPricingFacts(locking, clock, caller, { cart: { id: cartId }, variantIds: [variantId] }).andThen(
      ({ stored, facts }): ResultAsync<CartView, MoveToCartError> => {
        if (stored === undefined) throw new Error(`the open cart ${cartId} does not exist`);
        const added: Result<StoredCart, MoveToCartError> = isWished
          ? expectVersion(stored, expectedVersion, 'cart.version-stale').andThen((seen) =>
              add(seen, variantId, quantity, clock),
            )
          : requireInCart(stored, variantId);
        return added
          .andThen((next) =>
            priceForView(facts, next).andThen((pricing): Result<CartView, VariantNotFound | CartPricingError> =>
              (isWished ? requireSellable(pricing, variantId) : ok(undefined)).map(() =>
                cartView(next, pricing, locales),
              ),
            ),
          )
          .asyncAndThen((view) =>
            isWished
              ? wishlists
                  .remove(caller.userId, variantId)
                  .andThen(() => commitLocked(repositories, { cart: { type: 'change', stored: view.stored } }))
                  .map(() => view)
              : okAsync(view),
          );
      },
    );
  });
}

const add = (
  found: StoredCart,
  variantId: VariantId,
  quantity: number,
  clock: Clock,
): Result<StoredCart, CartAlreadyOrdered | QuantityOutOfRange | TooManyLines> =>
  requireOpen(found).andThen((stored) =>
    fromDomain(addToCart(stored.cart, variantId, quantity)).map((cart: Cart) => ({
      ...stored,
      cart,
      version: stored.version + 1,
      updatedAt: clock.now(),
    })),
  );

const requireInCart = (stored: StoredCart, variantId: VariantId): Result<StoredCart, WishNotFound> =>
  stored.cart.lines.some((line) => line.variantId === variantId)
    ? ok(stored)
    : err({ type: 'wishlist.item-not-found', variantId });
