import type { Cart } from '@cartwright/domain';
import type { Result } from 'neverthrow';
import { namedAddresses, withDefaultAddress } from '../cart/named-addresses.js';
import type { PricingFacts } from '../cart/pricing-facts.js';
import type { AddressNotFound } from '../customers/address-book.js';
import type { Checkout } from '../ports/repositories/cart-records.js';
import type { PlaceOrderCommand } from './place-order-command.js';

/**
 * The command, completed by the addresses that it names, by what the buyer has said of the cart before, and by the
 * customer's default address.
 */
export const completeOrder = (
  command: PlaceOrderCommand,
  { email, shippingAddress, billingAddress, shippingMethod, note, metadata }: Checkout = {},
  facts: PricingFacts,
  cart: Cart,
): Result<PlaceOrderCommand, AddressNotFound> =>
  namedAddresses(facts, command).map((named) =>
    withDefaultAddress<PlaceOrderCommand>(facts, cart, {
      ...(email === undefined ? {} : { email }),
      ...(shippingAddress === undefined ? {} : { shippingAddress }),
      ...(billingAddress === undefined ? {} : { billingAddress }),
      ...(shippingMethod === undefined ? {} : { shippingMethod }),
      ...(note === undefined ? {} : { note }),
      ...(metadata === undefined ? {} : { metadata }),
      ...command,
      ...named,
    }),
  );
