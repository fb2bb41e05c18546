import type { AddWishError, MoveToCartError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { accessProblems } from '../../errors/access-problems.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { LocaleQuery, localeAndCurrencyQuery, localesWanted, shopperOf } from '../../requests/shopper.js';
import { markLanguage } from '../../responses/catalogue-headers.js';
import { expectedVersion } from '../../responses/entity-tags.js';
import { closed, Id, Instant } from '../../requests/plain-schemas.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import type { Routes } from '../../route-types.js';
import {
  alreadyOrderedProblems,
  cartVersionProblems,
  priceProblems,
  tooManyLinesProblems,
} from '../cart/cart-problems.js';
import { CartResponse, Quantity } from '../cart/cart-schemas.js';
import { respondWithCart } from '../cart/present-cart.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { presentVariants, VariantOfProduct } from '../catalogue/present-variants.js';

const addWishProblems = {
  ...variantProblems,
  'wishlist.full': {
    status: 422,
    title: 'The wishlist is full',
    detail: 'The wishlist is full. Remove something first.',
    hint: '`maximum` is the limit.',
  },
  'auth.token-invalid': accessProblems['auth.token-invalid'],
  ...storageProblems,
} satisfies Problems<AddWishError>;

const moveToCartProblems = {
  ...priceProblems,
  ...variantProblems,
  ...tooManyLinesProblems,
  ...alreadyOrderedProblems,
  ...cartVersionProblems,
  'wishlist.item-not-found': {
    status: 404,
    title: 'The variant is not on your wishlist',
    detail: 'It is not in your cart either.',
  },
  'cart.currency-not-sold': {
    status: 422,
    title: 'The shop does not sell in this currency',
    detail: 'The product is not sold in this currency.',
    hint: '`sold` lists the currencies of the shop.',
  },
  'auth.token-invalid': accessProblems['auth.token-invalid'],
} satisfies Problems<MoveToCartError>;

const WishParams = Type.Object({ variantId: Id });

const MoveBody = Type.Object(
  { quantity: Type.Optional(Quantity) },
  { ...closed, title: 'MoveToCart', examples: [{ quantity: 1 }] },
);

const Wish = Type.Object(
  {
    variantId: Id,
    addedAt: Instant,
    variant: Type.Optional({ ...VariantOfProduct, description: 'Absent while the variant is not listed.' }),
  },
  { title: 'WishlistItem' },
);

/** The wishlist of a customer. */
export const wishlistRoutes =
  ({ listMyWishlist, addWish, removeWish, moveToCart, listProducts }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Account'];

    app.get(
      '/me/wishlist',
      {
        schema: {
          tags,
          operationId: 'listMyWishlist',
          summary: 'Your wishlist',
          description: 'Newest first, each variant with price, availability and product.',
          querystring: Type.Object({ ...pageQuery, ...localeAndCurrencyQuery }, closed),
          response: { 200: listOf(Wish) },
        },
        config: { access: listMyWishlist.access, problems: listProblems },
      },
      async (request, reply) => {
        const { caller, query } = request;
        const { currency, locale, ...page } = query;
        const all = await orProblem(listMyWishlist({ caller }), listProblems);
        const { data: wishes, meta } = wholeList(all, page, ({ variantId }) => variantId);
        if (wishes.length === 0) return { data: [], meta };
        const listed = await orProblem(
          listProducts({
            ...shopperOf(request, { currency, locale }),
            filter: { variantIds: wishes.map(({ variantId }) => variantId) },
            sorting: [],
            page: { type: 'cursor', limit: 100 },
          }),
          listProblems,
        );
        // Not `markSeen`: a customer's own list is not cached.
        markLanguage(reply, listed.locale);
        const variants = presentVariants(app.imageUrl, listed.page.data);
        return {
          data: wishes.map((wish) => {
            const variant = variants.find(({ id }) => id === wish.variantId);
            return { ...wish, ...(variant === undefined ? {} : { variant }) };
          }),
          meta,
        };
      },
    );

    app.put(
      '/me/wishlist/:variantId',
      {
        schema: {
          tags,
          operationId: 'addWish',
          summary: 'Put a variant on your wishlist',
          description: 'A repeat changes nothing. A list holds at most 100 variants.',
          params: WishParams,
          response: { 204: Type.Null({ description: 'It is on the wishlist.' }) },
        },
        config: { access: addWish.access, problems: addWishProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(addWish({ caller, variantId: params.variantId }), addWishProblems);
        return reply.code(204).send(null);
      },
    );

    app.delete(
      '/me/wishlist/:variantId',
      {
        schema: {
          tags,
          operationId: 'removeWish',
          summary: 'Take a variant off your wishlist',
          description: 'A repeat changes nothing.',
          params: WishParams,
          response: { 204: Type.Null({ description: 'It is not on the wishlist.' }) },
        },
        config: { access: removeWish.access, problems: storageProblems },
      },
      async ({ caller, params }, reply) => {
        await orProblem(removeWish({ caller, variantId: params.variantId }), storageProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/me/wishlist/:variantId/move-to-cart',
      {
        schema: {
          tags,
          operationId: 'moveToCart',
          summary: 'Move a variant from your wishlist to your cart',
          description: 'Opens a cart if you have none. A repeat adds nothing and returns the cart.',
          params: WishParams,
          querystring: LocaleQuery,
          body: MoveBody,
          response: { 200: CartResponse },
        },
        config: { access: moveToCart.access, problems: moveToCartProblems, conditional: true, bodyOptional: true },
      },
      async (request, reply) => {
        const { caller, params, body } = request;
        const moved = moveToCart({
          caller,
          variantId: params.variantId,
          ...body,
          ...localesWanted(request),
          ...expectedVersion(request),
        });
        return respondWithCart(reply, await orProblem(moved, moveToCartProblems));
      },
    );
    done();
  };
