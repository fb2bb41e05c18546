import type { ListPriceChangesError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../../errors/list-problems.js';
import { orProblem, type Problems } from '../../../errors/problem.js';
import { Id, IdParams, Instant, Money } from '../../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../../requests/list-schemas.js';
import { wholeList } from '../../../requests/whole-list.js';
import type { Routes } from '../../../route-types.js';
import { variantProblems } from '../../cart/pricing-problems.js';

const problems = { ...variantProblems, ...listProblems } satisfies Problems<ListPriceChangesError>;

const PriceChange = Type.Object(
  {
    at: Instant,
    currency: Type.String(),
    price: Type.Optional({ ...Money, description: 'Absent if the price was removed.' }),
    compareAtPrice: Type.Optional(Money),
    listId: Type.Optional({ ...Id, description: 'The price list; absent for a base price.' }),
    minQuantity: Type.Optional(Type.Integer()),
  },
  {
    title: 'PriceChange',
    examples: [
      {
        at: '2026-11-21T12:00:00.000Z',
        currency: 'USD',
        price: { amount: 1800, currency: 'USD' },
        compareAtPrice: { amount: 2500, currency: 'USD' },
      },
    ],
  },
);

/** What variants cost, and when. */
export const priceChangeRoutes =
  ({ listPriceChanges }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/admin/variants/:id/price-changes',
      {
        schema: {
          tags: ['Price lists'],
          operationId: 'listPriceChanges',
          summary: 'List the price changes of a variant',
          description:
            'Each base price and list price with the time from which it was stored, newest first. ' +
            'The lowest base price of the last 30 days is the prior price that EU law asks for.',
          params: IdParams,
          querystring: PageQuery,
          response: { 200: listOf(PriceChange) },
        },
        config: { access: listPriceChanges.access, problems },
      },
      async ({ caller, params: { id }, query }) => {
        const changes = await orProblem(listPriceChanges({ caller, variantId: id }), problems);
        return wholeList(
          changes.map(({ variantId: _asked, ...change }) => change),
          query,
          ({ at, currency, listId, minQuantity }) => JSON.stringify([at, currency, listId, minQuantity]),
        );
      },
    );
    done();
  };
