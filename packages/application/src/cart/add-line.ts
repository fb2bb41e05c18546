import { addToCart, type QuantityOutOfRange, type TooManyLines, type VariantId } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { fromDomain } from '../from-domain.js';
import type { VariantNotFound } from '../ports/repositories/stock-records.js';
import type { CartView } from './cart-view.js';
import { changeCart, type CartChange, type ChangeCartDeps, type ChangeCartError } from './change-cart.js';
import { requireSellable } from './require-on-sale.js';

export type AddLineCommand = CartChange & { readonly variantId: VariantId; readonly quantity: number };
export type AddLineError = QuantityOutOfRange | TooManyLines | VariantNotFound | ChangeCartError;
/** Adds units of a variant to what the cart holds of it. */
export type AddLine = (command: AddLineCommand) => ResultAsync<CartView, AddLineError>;

export const makeAddLine =
  (deps: ChangeCartDeps): AddLine =>
  ({ variantId, quantity, ...change }) =>
    changeCart(deps, change, {
      variantIds: [variantId],
      edit: (cart) => fromDomain(addToCart(cart, variantId, quantity)),
      check: (pricing) => requireSellable(pricing, variantId),
    });
