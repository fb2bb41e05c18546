import type { SetCheckoutError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { addressIdFields, refuseBothAddresses } from '../../requests/address-ids.js';
import { Address, closed, Email, IdParams, nullable } from '../../requests/plain-schemas.js';
import { LocaleQuery } from '../../requests/shopper.js';
import type { Routes } from '../../route-types.js';
import { addressNotFoundProblems } from '../customers/addresses.js';
import { cartChange } from './cart-change.js';
import { changeCartProblems } from './cart-problems.js';
import { CartResponse, checkoutFields } from './cart-schemas.js';
import { shippingProblems } from './pricing-problems.js';
import { respondWithCart } from './present-cart.js';

const setCheckoutProblems = {
  ...changeCartProblems,
  ...shippingProblems,
  ...addressNotFoundProblems,
} satisfies Problems<SetCheckoutError>;

const optionally = <S extends Parameters<typeof nullable>[0]>(schema: S) => Type.Optional(nullable(schema));

const SetCheckoutBody = Type.Object(
  {
    email: optionally(Email),
    shippingAddress: optionally(Address),
    billingAddress: optionally(Address),
    ...addressIdFields,
    shippingMethod: optionally(checkoutFields.shippingMethod),
    note: optionally(checkoutFields.note),
    metadata: optionally(checkoutFields.metadata),
  },
  {
    ...closed,
    title: 'CartChanges',
    examples: [
      {
        email: 'ada@example.com',
        shippingAddress: {
          fullName: 'Ada Lovelace',
          line1: "12 St James's Square",
          city: 'London',
          postalCode: 'SW1Y 4JH',
          country: 'GB',
        },
      },
    ],
  },
);

/** Sets the checkout details of a cart. */
export const checkoutRoutes =
  ({ setCheckout }: UseCases): Routes =>
  (app, _options, done) => {
    app.patch(
      '/carts/:id',
      {
        schema: {
          tags: ['Carts'],
          operationId: 'setCheckout',
          summary: 'Set e-mail, addresses and shipping method',
          description:
            'The cart is then priced for that destination, and POST /orders uses these values for fields that it omits. `null` clears ' +
            'a field; an absent field stays.',
          params: IdParams,
          querystring: LocaleQuery,
          body: SetCheckoutBody,
          response: { 200: CartResponse },
        },
        config: { access: setCheckout.access, problems: setCheckoutProblems, conditional: true },
      },
      async (request, reply) => {
        refuseBothAddresses(request.body);
        const { shippingAddressId, billingAddressId, ...changes } = request.body;
        const set = setCheckout({
          ...cartChange(request),
          ...(shippingAddressId === undefined ? {} : { shippingAddressId }),
          ...(billingAddressId === undefined ? {} : { billingAddressId }),
          changes,
        });
        return respondWithCart(reply, await orProblem(set, setCheckoutProblems));
      },
    );
    done();
  };
