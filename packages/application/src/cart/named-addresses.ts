import type { Address, Cart } from '@cartwright/domain';
import { err, ok, type Result } from 'neverthrow';
import type { AddressNotFound } from '../customers/address-book.js';
import type { PricingFacts } from './pricing-facts.js';
import { needsShipping, type SendingWish } from './quote-shipping.js';

/** Addresses of the caller's address book, by their ids. */
export type AddressIds = { readonly shippingAddressId?: string; readonly billingAddressId?: string };

/** The ids, for the query of the facts. */
export const addressIdsIn = ({ shippingAddressId, billingAddressId }: AddressIds): readonly string[] =>
  [shippingAddressId, billingAddressId].filter((id) => id !== undefined);

type Addresses = { readonly shippingAddress?: Address; readonly billingAddress?: Address };

/** The addresses that the ids name. Somebody else's is refused as one that does not exist. */
export const namedAddresses = (
  { addresses }: Pick<PricingFacts, 'addresses'>,
  { shippingAddressId, billingAddressId }: AddressIds,
): Result<Addresses, AddressNotFound> => {
  const find = (addressId: string | undefined): Result<Address | undefined, AddressNotFound> => {
    if (addressId === undefined) return ok(undefined);
    const found = addresses.find(({ id }) => id === addressId);
    return found === undefined ? err({ type: 'address.not-found', addressId }) : ok(found.address);
  };
  return find(shippingAddressId).andThen((shippingAddress) =>
    find(billingAddressId).map((billingAddress) => ({
      ...(shippingAddress === undefined ? {} : { shippingAddress }),
      ...(billingAddress === undefined ? {} : { billingAddress }),
    })),
  );
};

/**
 * What a buyer has said of where an order goes, completed by their default address. Goods that are sent go there. What
 * is only digital is only billed, unless another address is given.
 */
export function withDefaultAddress<Wish extends SendingWish>(facts: PricingFacts, cart: Cart, wish: Wish): Wish {
  const address = facts.addresses.find(({ isDefault }) => isDefault)?.address;
  if (address === undefined || wish.shippingAddress !== undefined) return wish;
  if (needsShipping(facts, cart)) return { ...wish, shippingAddress: address };
  return wish.billingAddress === undefined ? { ...wish, billingAddress: address } : wish;
}
