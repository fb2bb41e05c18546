import type { PromotionWithUsage, StoredPromotion, UseCases } from '@cartwright/application';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type, type Static } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem } from '../../errors/problem.js';
import { Destination, closed, Id, text } from '../../requests/plain-schemas.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { wholeList } from '../../requests/whole-list.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { presentPricing } from '../cart/present-pricing.js';
import { Pricing } from '../cart/pricing-schemas.js';
import {
  addPromotionProblems,
  archivePromotionProblems,
  changePromotionProblems,
  previewPromotionProblems,
  promotionNotFoundProblems,
} from './promotion-problems.js';
import {
  changesOf,
  draftOf,
  presentPromotion,
  PromotionResponse,
  PromotionBody,
  PromotionPatch,
  PromotionWithUsageResponse,
} from './promotion-schemas.js';

export const PromotionParams = Type.Object({ id: Type.String({ minLength: 1, maxLength: 200 }) });

const PromotionListQuery = Type.Object(
  {
    ...pageQuery,
    archived: Type.Optional(Type.Boolean({ description: 'Whether archived promotions are listed too.' })),
  },
  closed,
);

const PreviewBody = Type.Object(
  {
    promotion: PromotionBody,
    cart: Type.Object(
      {
        items: Type.Array(Type.Object({ variantId: Id, quantity: Type.Integer() }, closed), { maxItems: 500 }),
        currency: Type.Optional(Type.String({ pattern: '^[A-Z]{3}$' })),
        groups: Type.Optional(Type.Array(text(100), { maxItems: 200, description: 'Default: those of a guest.' })),
        coupons: Type.Optional(Type.Array(text(100), { maxItems: 10 })),
        shippingAddress: Type.Optional(Destination),
        shippingMethod: Type.Optional(text(200)),
      },
      closed,
    ),
  },
  {
    ...closed,
    title: 'PromotionPreview',
    examples: [
      {
        promotion: { name: 'A tenth off', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 } },
        cart: { items: [{ variantId: '019a9d2e-0000-7000-8000-000000000001', quantity: 2 }], currency: 'USD' },
      },
    ],
  },
);

/** Promotions. */
export const promotionRoutes =
  ({
    listPromotions,
    viewPromotion,
    addPromotion,
    changePromotion,
    archivePromotion,
    previewPromotion,
  }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Pricing'];

    app.get(
      '/admin/promotions',
      {
        schema: {
          tags,
          operationId: 'listPromotions',
          summary: 'List promotions with their use',
          description: 'Oldest first, including secret ones.',
          querystring: PromotionListQuery,
          response: { 200: listOf(PromotionWithUsageResponse) },
        },
        config: { access: listPromotions.access, problems: listProblems },
      },
      async ({ caller, query: { archived, ...page } }) => {
        const all = listPromotions({ caller, ...(archived === undefined ? {} : { archived }) });
        return wholeList((await orProblem(all, listProblems)).map(presentWithUsage), page, ({ id }) => id);
      },
    );

    app.get(
      '/admin/promotions/:id',
      {
        schema: {
          tags,
          operationId: 'viewPromotion',
          summary: 'View a promotion with its use',
          description: 'Including archived ones. The `ETag` is for `If-Match`.',
          params: PromotionParams,
          response: { 200: PromotionWithUsageResponse },
        },
        config: { access: viewPromotion.access, problems: promotionNotFoundProblems },
      },
      async ({ caller, params }, reply) => {
        const view = viewPromotion({ caller, promotionId: params.id });
        const found = await orProblem(view, promotionNotFoundProblems);
        void reply.header('etag', contentTag(presentPromotion(found)));
        return presentWithUsage(found);
      },
    );

    app.post(
      '/admin/promotions',
      {
        schema: {
          tags,
          operationId: 'addPromotion',
          summary: 'Add a promotion',
          description: 'It applies from now on to every cart that meets its conditions.',
          body: PromotionBody,
          response: { 201: PromotionResponse },
        },
        config: { access: addPromotion.access, problems: addPromotionProblems },
      },
      async ({ caller, body }, reply) => {
        const stored = await orProblem(addPromotion({ caller, draft: draftOf(body) }), addPromotionProblems);
        reply.code(201).header('location', `${app.prefix}/admin/promotions/${stored.promotion.id}`);
        return respondWithPromotion(reply, stored);
      },
    );

    app.patch(
      '/admin/promotions/:id',
      {
        schema: {
          tags,
          operationId: 'changePromotion',
          summary: 'Change a promotion',
          description: '`null` clears a field; an absent field stays. `conditions` are replaced completely.',
          params: PromotionParams,
          body: PromotionPatch,
          response: { 200: PromotionResponse },
        },
        config: { access: changePromotion.access, problems: changePromotionProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const changes = changesOf(request.body);
        const change = changePromotion({ caller: request.caller, changes, ...expected(request) });
        return respondWithPromotion(reply, await orProblem(change, changePromotionProblems));
      },
    );

    app.delete(
      '/admin/promotions/:id',
      {
        schema: {
          tags,
          operationId: 'archivePromotion',
          summary: 'Archive a promotion',
          description: 'It no longer applies to carts. Orders keep their discount.',
          params: PromotionParams,
          response: { 204: Type.Null() },
        },
        config: { access: archivePromotion.access, problems: archivePromotionProblems, conditional: 'content' },
      },
      async (request, reply) => {
        await orProblem(archivePromotion({ caller: request.caller, ...expected(request) }), archivePromotionProblems);
        return reply.code(204).send(null);
      },
    );

    app.post(
      '/admin/promotions/preview',
      {
        schema: {
          tags,
          operationId: 'previewPromotion',
          summary: 'Price a cart with a draft of a promotion',
          description:
            'Applied together with the current promotions. Nothing is stored. Each code of the cart counts as generated.',
          body: PreviewBody,
          response: { 200: Type.Object({ pricing: Pricing }) },
        },
        config: { access: previewPromotion.access, problems: previewPromotionProblems },
      },
      async ({ caller, body: { promotion, cart } }) => {
        const preview = previewPromotion({ caller, promotion: draftOf(promotion, 'promotion'), cart });
        return { pricing: presentPricing(await orProblem(preview, previewPromotionProblems)) };
      },
    );
    done();
  };

function expected(request: FastifyRequest & { readonly params: { readonly id: string } }) {
  const isExpected = expectedContent(request);
  return {
    promotionId: request.params.id,
    ...(isExpected === undefined
      ? {}
      : { isExpected: (stored: StoredPromotion) => isExpected(presentPromotion(stored)) }),
  };
}

function respondWithPromotion(reply: FastifyReply, stored: StoredPromotion): Static<typeof PromotionResponse> {
  const presented = presentPromotion(stored);
  void reply.header('etag', contentTag(presented));
  return presented;
}

const presentWithUsage = (found: PromotionWithUsage): Static<typeof PromotionWithUsageResponse> => ({
  ...presentPromotion(found),
  usage: found.usage,
  spentByCurrency: [...found.spentByCurrency],
});
