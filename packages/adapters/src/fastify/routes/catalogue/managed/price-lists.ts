import type { UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../../errors/list-problems.js';
import { orProblem } from '../../../errors/problem.js';
import { readInstant } from '../../../requests/list-query.js';
import { IdParams } from '../../../requests/plain-schemas.js';
import { listOf, PageQuery } from '../../../requests/list-schemas.js';
import { wholeList } from '../../../requests/whole-list.js';
import { expectedVersion, withTag } from '../../../responses/entity-tags.js';
import type { Routes } from '../../../route-types.js';
import {
  changePriceListProblems,
  createPriceListProblems,
  deletePriceListProblems,
  viewPriceListProblems,
} from './price-list-problems.js';
import { NewPriceListBody, PriceListResponse, PriceListPatchBody, PriceListSummary } from './price-list-schemas.js';

type Times = { readonly [Field in 'startsAt' | 'endsAt']: string | null | undefined };
const timesOf = (body: Times) =>
  Object.fromEntries(
    (['startsAt', 'endsAt'] as const).flatMap((field) => {
      const value = body[field];
      return value === undefined ? [] : [[field, value === null ? null : readInstant(field, value)]];
    }),
  );

/** Prices for some customers, quantities or times. */
export const priceListRoutes =
  ({ listPriceLists, viewPriceList, createPriceList, changePriceList, deletePriceList }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Price lists'];

    app.get(
      '/admin/price-lists',
      {
        schema: {
          tags,
          operationId: 'listPriceLists',
          summary: 'List price lists',
          description: 'By name, without prices.',
          querystring: PageQuery,
          response: { 200: listOf(PriceListSummary) },
        },
        config: { access: listPriceLists.access, problems: listProblems },
      },
      async ({ caller, query }) =>
        wholeList(await orProblem(listPriceLists({ caller }), listProblems), query, ({ id }) => id),
    );

    app.post(
      '/admin/price-lists',
      {
        schema: {
          tags,
          operationId: 'createPriceList',
          summary: 'Create a price list',
          description: 'Its prices replace base prices for its customers, quantities and period.',
          body: NewPriceListBody,
          response: { 201: PriceListResponse },
        },
        config: { access: createPriceList.access, problems: createPriceListProblems },
      },
      async ({ caller, body: { startsAt, endsAt, ...facts } }, reply) => {
        const times = timesOf({ startsAt, endsAt }) as { readonly startsAt?: string; readonly endsAt?: string };
        const list = await orProblem(createPriceList({ ...facts, ...times, caller }), createPriceListProblems);
        reply.code(201).header('location', `${app.prefix}/admin/price-lists/${list.id}`);
        return withTag(reply, list);
      },
    );

    app.get(
      '/admin/price-lists/:id',
      {
        schema: {
          tags,
          operationId: 'viewPriceList',
          summary: 'View a price list',
          description: 'With all its prices.',
          params: IdParams,
          response: { 200: PriceListResponse },
        },
        config: { access: viewPriceList.access, problems: viewPriceListProblems },
      },
      async ({ caller, params }, reply) =>
        withTag(reply, await orProblem(viewPriceList({ caller, priceListId: params.id }), viewPriceListProblems)),
    );

    app.patch(
      '/admin/price-lists/:id',
      {
        schema: {
          tags,
          operationId: 'changePriceList',
          summary: 'Change a price list',
          description: '`null` clears a field; an absent field stays. `prices` replaces all of them.',
          params: IdParams,
          body: PriceListPatchBody,
          response: { 200: PriceListResponse },
        },
        config: { access: changePriceList.access, problems: changePriceListProblems, conditional: true },
      },
      async (request, reply) => {
        const {
          caller,
          params,
          body: { startsAt, endsAt, ...facts },
        } = request;
        const patch = { ...facts, ...timesOf({ startsAt, endsAt }) };
        const changed = changePriceList({ caller, priceListId: params.id, ...expectedVersion(request), patch });
        return withTag(reply, await orProblem(changed, changePriceListProblems));
      },
    );

    app.delete(
      '/admin/price-lists/:id',
      {
        schema: {
          tags,
          operationId: 'deletePriceList',
          summary: 'Delete a price list',
          description: 'Its variants then have their other prices.',
          params: IdParams,
          response: { 204: Type.Null() },
        },
        config: { access: deletePriceList.access, problems: deletePriceListProblems, conditional: true },
      },
      async (request, reply) => {
        const { caller, params } = request;
        const deleted = deletePriceList({ caller, priceListId: params.id, ...expectedVersion(request) });
        await orProblem(deleted, deletePriceListProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };
