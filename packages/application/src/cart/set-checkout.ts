import { ok, type Result, type ResultAsync } from 'neverthrow';
import type { AddressNotFound } from '../customers/address-book.js';
import type { Checkout } from '../ports/repositories/cart-records.js';
import type { CartView } from './cart-view.js';
import { changeCart, type CartChange, type ChangeCartDeps, type ChangeCartError } from './change-cart.js';
import { addressIdsIn, namedAddresses, withDefaultAddress, type AddressIds } from './named-addresses.js';
import { chooseQuote, destinationOf, type ShippingRefused } from './quote-shipping.js';

/** What a buyer says of the order to come. `null` takes back what they said before; what is absent stays. */
export type CheckoutChange = { readonly [Field in keyof Checkout]?: Checkout[Field] | null };
/** An id of the caller's address book takes the place of an address. */
export type SetCheckoutCommand = CartChange & AddressIds & { readonly changes: CheckoutChange };
export type SetCheckoutError = AddressNotFound | ShippingRefused | ChangeCartError;
/**
 * Notes who the order is for, where it goes and how, and prices the cart for that. A shipping method that cannot send
 * this cart there is refused.
 */
export type SetCheckout = (command: SetCheckoutCommand) => ResultAsync<CartView, SetCheckoutError>;

export const makeSetCheckout =
  (deps: ChangeCartDeps): SetCheckout =>
  ({ changes, ...change }) =>
    changeCart(deps, change, {
      addressIds: addressIdsIn(change),
      email: changes.email,
      editCheckout: (checkout, facts, cart) =>
        namedAddresses(facts, change).andThen((addresses): Result<Checkout, SetCheckoutError> => {
          const next = applyChanges(checkout, { ...changes, ...addresses });
          const { shippingMethod } = changes;
          if (shippingMethod === undefined || shippingMethod === null) return ok(next);
          const destination = destinationOf(facts, withDefaultAddress(facts, cart, next));
          return chooseQuote(facts, cart, destination, shippingMethod).map(() => next);
        }),
    });

function applyChanges(checkout: Checkout, changes: CheckoutChange): Checkout {
  const entries = Object.entries({ ...checkout, ...changes }).filter(
    ([, value]) => value !== null && value !== undefined,
  );
  const isSame = JSON.stringify(entries) === JSON.stringify(Object.entries(checkout));
  return isSame ? checkout : (Object.fromEntries(entries) as Checkout);
}
