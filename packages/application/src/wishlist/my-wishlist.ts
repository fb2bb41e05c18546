import type { CustomerId, VariantId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { SignedInCaller } from '../caller.js';
import { requireOnSale } from '../cart/require-on-sale.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { WishlistItem } from '../ports/repositories/customers/wishlist-records.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AccessTokenRefused } from '../ports/token-issuer.js';
import { requireAccount } from '../identity/require-account.js';

type ByUser = { readonly caller: SignedInCaller };
type Deps = { readonly unitOfWork: UnitOfWork };

/** Variants on one list: as many as a page of a list shows. */
const maximumWishes = 100;

/** The list has no room. */
export type WishlistFull = { readonly type: 'wishlist.full'; readonly maximum: number };

/** The caller's wishlist, newest first. */
export type ListMyWishlist = (query: ByUser) => ResultAsync<readonly WishlistItem[], StorageUnavailable>;

export const makeListMyWishlist =
  ({ unitOfWork }: Deps): ListMyWishlist =>
  ({ caller }) =>
    unitOfWork.read(({ wishlists }) => wishlists.ofUser(caller.userId));

type Wish = ByUser & { readonly variantId: VariantId };
export type AddWishError = VariantNotFound | WishlistFull | AccessTokenRefused | StorageUnavailable;
/** Puts a variant on the caller's wishlist. One that is on it stays where it is. */
export type AddWish = (command: Wish) => ResultAsync<void, AddWishError>;

export const makeAddWish =
  ({ unitOfWork, clock }: Deps & { readonly clock: Clock }): AddWish =>
  ({ caller: { userId }, variantId }) =>
    unitOfWork.run((repositories) =>
      lockWishlist(repositories, userId).andThen((list): ResultAsync<void, VariantNotFound | WishlistFull> => {
        const { catalogue, wishlists } = repositories;
        if (list.some((item) => item.variantId === variantId)) return okAsync(undefined);
        if (list.length >= maximumWishes) return errAsync({ type: 'wishlist.full', maximum: maximumWishes });
        return catalogue
          .items([variantId])
          .andThen((items) => requireOnSale(items, [variantId]))
          .andThen(() => wishlists.add(userId, { variantId, addedAt: clock.now() }));
      }),
    );

/** Takes a variant off the caller's wishlist. A repeat changes nothing. */
export type RemoveWish = (command: Wish) => ResultAsync<void, StorageUnavailable>;

export const makeRemoveWish =
  ({ unitOfWork }: Deps): RemoveWish =>
  ({ caller: { userId }, variantId }) =>
    unitOfWork.run(({ wishlists }) => wishlists.remove(userId, variantId).map(() => undefined));

/** Two requests that change one list wait for each other here. */
export const lockWishlist = (
  { users, wishlists }: Pick<Repositories, 'users' | 'wishlists'>,
  userId: CustomerId,
): ResultAsync<readonly WishlistItem[], AccessTokenRefused> =>
  users
    .lock(userId)
    .andThen(requireAccount)
    .andThen(() => wishlists.ofUser(userId));
