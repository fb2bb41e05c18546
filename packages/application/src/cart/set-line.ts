import { setQuantity, type QuantityOutOfRange, type TooManyLines, type VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { CartView } from './cart-view.js';
import { changeCart, type CartChange, type ChangeCartDeps, type ChangeCartError } from './change-cart.js';
import { requireSellable } from './require-on-sale.js';

export type SetLineCommand = CartChange & { readonly variantId: VariantId; readonly quantity: number };
export type SetLineError = QuantityOutOfRange | TooManyLines | VariantNotFound | ChangeCartError;
/** Makes the cart hold exactly so many units of a variant. */
export type SetLine = (command: SetLineCommand) => ResultAsync<CartView, SetLineError>;

export const makeSetLine =
  (deps: ChangeCartDeps): SetLine =>
  ({ variantId, quantity, ...change }) =>
    changeCart(deps, change, {
      variantIds: [variantId],
      edit: (cart) => fromDomain(setQuantity(cart, variantId, quantity)),
      check: (pricing) => requireSellable(pricing, variantId),
    });
