import type { UseCases, ClaimCartError, CreateCartError, CurrencyNotSold } from '@cartwright/application';
import type { Destination } from '@cartwright/domain';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { invalidRequest } from '../../errors/request-problems.js';
import { IdParams, Arrival, closed, Country, Id, Money, text } from '../../requests/plain-schemas.js';
import { LocaleQuery, localesWanted } from '../../requests/shopper.js';
import type { Routes } from '../../route-types.js';
import { cartChange } from './cart-change.js';
import { viewCartProblems, changeCartProblems, priceProblems } from './cart-problems.js';
import { CartResponse, cartFields } from './cart-schemas.js';
import { respondWithCart } from './present-cart.js';

const currencyNotSoldProblems = {
  'cart.currency-not-sold': {
    status: 422,
    title: 'The shop does not sell in this currency',
    detail: 'Choose another currency.',
    hint: '`sold` lists the currencies of the shop.',
  },
} satisfies Problems<CurrencyNotSold>;

const createCartProblems = { ...currencyNotSoldProblems, ...priceProblems } satisfies Problems<CreateCartError>;

const claimCartProblems = {
  ...currencyNotSoldProblems,
  ...changeCartProblems,
  'cart.already-yours': {
    status: 409,
    title: 'The cart already belongs to you',
    detail: "Only a guest's cart can be claimed.",
  },
  'money.currency-mismatch': {
    status: 422,
    title: 'The carts have different currencies',
    detail: 'The two carts have different currencies.',
    hint: 'The cart is in `actual`, yours in `expected`.',
  },
} satisfies Problems<ClaimCartError>;

const CreatedCartResponse = Type.Object(
  { ...cartFields, token: Type.Optional(Type.String({ description: "A guest's secret: send it as `X-Cart-Token`." })) },
  { title: 'CreatedCart' },
);

const ClaimCartBody = Type.Object({}, closed);

const ClaimedCartResponse = Type.Object(
  {
    ...cartFields,
    clamped: Type.Array(
      Type.Object({ variantId: Id, wanted: Type.Integer(), quantity: Type.Integer() }, { title: 'ClampedLine' }),
      { description: 'Lines limited to 999 units: how many were `wanted`, and how many there are.' },
    ),
    couponsLeftOut: Type.Array(Type.String(), {
      description: "Codes of the guest's cart for which there was no room.",
    }),
  },
  { title: 'ClaimedCart' },
);

const CreateCartBody = Type.Object({ currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })) }, closed);

const ShippingOptionsResponse = Type.Object({
  data: Type.Array(
    Type.Object(
      {
        id: Type.String(),
        name: Type.String(),
        charge: Money,
        total: Money,
        tax: Money,
        deliveryDays: Type.Optional(Type.Object({ min: Type.Integer(), max: Type.Integer() })),
        estimatedArrival: Type.Optional(Arrival),
        isDefault: Type.Boolean({ description: 'The cheapest method, used when an order names none.' }),
      },
      { title: 'ShippingOption' },
    ),
  ),
});

const ShippingOptionsQuery = Type.Object(
  {
    country: Type.Optional(Country),
    region: Type.Optional(text(100)),
    postalCode: Type.Optional(text(20)),
  },
  closed,
);

/** The destination in a query. */
function destinationOf({ country, ...rest }: Static<typeof ShippingOptionsQuery>): { destination?: Destination } {
  if (country !== undefined) return { destination: { country, ...rest } };
  if (Object.keys(rest).length === 0) return {};
  throw invalidRequest({
    field: 'country',
    code: 'required',
    params: {},
    message: 'is required with region and postalCode',
  });
}

/** Opens, reads and claims carts. cart-lines.ts and cart-coupons.ts change them. */
export const cartRoutes =
  ({ createCart, viewCart, claimCart, listShippingOptions }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Carts'];

    app.post(
      '/carts',
      {
        schema: {
          tags,
          operationId: 'createCart',
          summary: 'Open a cart',
          description:
            'A guest gets a new cart with its secret `token`; a customer the one open cart they have, or a new one.',
          querystring: LocaleQuery,
          body: CreateCartBody,
          response: { 201: CreatedCartResponse },
        },
        config: { access: createCart.access, problems: createCartProblems, bodyOptional: true },
      },
      async (request, reply) => {
        const { caller, body } = request;
        const created = createCart({ ...body, ...localesWanted(request), caller });
        const { view, token } = await orProblem(created, createCartProblems);
        const cart = respondWithCart(reply, view);
        reply.code(201).header('location', `${app.prefix}/carts/${cart.id}`);
        return { ...cart, ...(token === undefined ? {} : { token }) };
      },
    );

    app.get(
      '/carts/:id',
      {
        schema: {
          tags,
          operationId: 'viewCart',
          summary: 'The priced cart',
          description: 'With the present prices, discounts, tax, shipping and stock.',
          params: IdParams,
          querystring: LocaleQuery,
          response: { 200: CartResponse },
        },
        config: { access: viewCart.access, problems: viewCartProblems },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const viewed = viewCart({ caller, cartId: params.id, ...localesWanted(request) });
        return respondWithCart(reply, await orProblem(viewed, viewCartProblems));
      },
    );

    app.post(
      '/carts/:id/claim',
      {
        schema: {
          tags,
          operationId: 'claimCart',
          summary: "Merge a guest's cart into yours",
          description:
            'Call it after signing in, with the `X-Cart-Token` of the guest cart. The guest cart is merged into your open cart and ' +
            'deleted. The response is your cart; a repeat returns the same.',
          params: IdParams,
          querystring: LocaleQuery,
          body: ClaimCartBody,
          response: { 200: ClaimedCartResponse },
        },
        config: { access: claimCart.access, problems: claimCartProblems, conditional: true, bodyOptional: true },
      },
      async (request, reply) => {
        const claim = claimCart(cartChange(request));
        const { view, clamped, couponsLeftOut } = await orProblem(claim, claimCartProblems);
        return { ...respondWithCart(reply, view), clamped, couponsLeftOut };
      },
    );

    app.get(
      '/carts/:id/shipping-options',
      {
        schema: {
          tags,
          operationId: 'listShippingOptions',
          summary: 'Shipping methods for the cart, with prices',
          description: "For the country of the query, else for the cart's address, else for the country of the shop.",
          params: IdParams,
          querystring: ShippingOptionsQuery,
          response: { 200: ShippingOptionsResponse },
        },
        config: { access: listShippingOptions.access, problems: viewCartProblems },
      },
      async ({ caller, params, query }) => ({
        data: await orProblem(
          listShippingOptions({ caller, cartId: params.id, ...destinationOf(query) }),
          viewCartProblems,
        ),
      }),
    );
    done();
  };
