import { removeFromCart, type LineNotFound, type VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { CartView } from './cart-view.js';
import { changeCart, type CartChange, type ChangeCartDeps, type ChangeCartError } from './change-cart.js';

export type RemoveLineCommand = CartChange & { readonly variantId: VariantId };
export type RemoveLineError = LineNotFound | ChangeCartError;
/** Takes a variant out, however many units of it; one that the cart does not hold is refused. */
export type RemoveLine = (command: RemoveLineCommand) => ResultAsync<CartView, RemoveLineError>;

export const makeRemoveLine =
  (deps: ChangeCartDeps): RemoveLine =>
  ({ variantId, ...change }) =>
    changeCart(deps, change, { edit: (cart) => fromDomain(removeFromCart(cart, variantId)) });
