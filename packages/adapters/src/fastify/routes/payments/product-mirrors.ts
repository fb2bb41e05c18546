import type { RequestProductMirrorError, UseCases, ViewProductMirrorError } from '@cartwright/application';
import { Type } from 'typebox';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams, Instant, Money, oneOf } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';

const requestProductMirrorProblems = {
  'product-mirror.disabled': {
    status: 409,
    title: 'Products are not mirrored',
    detail: 'This shop does not mirror its products to Stripe.',
    hint: 'Set STRIPE_SYNC_PRODUCTS=true.',
  },
  ...storageProblems,
} satisfies Problems<RequestProductMirrorError>;

const viewProductMirrorProblems = {
  'product-mirror.not-found': { status: 404, title: 'Run not found', detail: 'No run has this id.' },
  ...storageProblems,
} satisfies Problems<ViewProductMirrorError>;

const MirrorBody = Type.Object(
  {
    rewrite: Type.Optional(
      Type.Boolean({
        description: 'Write also what has not changed in the shop. This overwrites changes that were made in Stripe.',
      }),
    ),
  },
  closed,
);

const RequestedMirrorResponse = Type.Object({ runId: Id });

const runFields = {
  id: Id,
  dueAt: Type.Optional(
    Type.String({ format: 'date-time', description: 'The scheduled time; absent if it was requested by hand.' }),
  ),
  requestedBy: Type.Optional(Type.String({ description: 'The id of the user who started it.' })),
  requestedAt: Instant,
  rewrite: Type.Boolean({ description: 'It also writes what has not changed in the shop.' }),
  total: Type.Integer({ description: 'Products of the shop when it was requested.' }),
  phase: oneOf('products', 'removed-variants', 'unknown-products', 'prices'),
  finishedAt: Type.Optional(Type.String({ format: 'date-time', description: 'Absent until it is finished.' })),
  counts: Type.Object({
    products: Type.Integer({ description: 'Products of the shop that it has processed.' }),
    variants: Type.Integer({ description: 'Their variants.' }),
    created: Type.Integer({ description: 'Variants that are new in Stripe.' }),
    updated: Type.Integer({ description: 'Variants that were written again.' }),
    deactivated: Type.Integer({ description: 'Variants that are no longer on sale.' }),
    refused: Type.Integer({ description: 'Variants that Stripe refused.' }),
    differences: Type.Integer({ description: 'Differences that remain.' }),
  }),
};

const Difference = Type.Object(
  {
    type: oneOf(
      'product.refused',
      'product.missing',
      'product.changed',
      'product.unknown',
      'price.refused',
      'price.archived',
      'price.unknown',
    ),
    variantId: Type.Optional(Type.String()),
    reference: Type.Optional(Type.String({ description: "Stripe's id of the product." })),
    name: Type.Optional(Type.String({ description: 'The name in Stripe of a product that the shop did not make.' })),
    fields: Type.Optional(
      Type.Array(oneOf('name', 'description', 'images', 'url', 'active', 'defaultPrice'), {
        description: 'What somebody changed in Stripe.',
      }),
    ),
    priceReference: Type.Optional(Type.String({ description: "Stripe's id of the price." })),
    price: Type.Optional(Money),
    currency: Type.Optional(Type.String()),
    reason: Type.Optional(Type.String({ description: "Stripe's code of the refusal." })),
  },
  { title: 'ProductMirrorDifference' },
);

const ProductMirrorResponse = Type.Object(
  { ...runFields, differences: Type.Array(Difference, { description: 'The first thousand.' }) },
  { title: 'ProductMirror' },
);

const ProductMirrorListQuery = Type.Object(pageQuery, closed);

const ProductMirrorListResponse = Type.Object({
  enabled: Type.Boolean({ description: 'Whether the shop mirrors its products (`STRIPE_SYNC_PRODUCTS`).' }),
  data: Type.Array(Type.Object(runFields, { title: 'ProductMirrorRow' }), { description: 'Newest first.' }),
  meta: PageMeta,
});

/** Mirrors products to Stripe, and shows how far that is and what differs. */
export const productMirrorRoutes =
  ({ requestProductMirror, listProductMirrors, viewProductMirror }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Products'];

    app.post(
      '/admin/stripe-products',
      {
        schema: {
          tags,
          operationId: 'requestProductMirror',
          summary: 'Mirror products to Stripe now',
          description:
            'Each variant becomes a product in Stripe with a price for each currency. The job also runs each night. ' +
            'While a run is not finished, it is continued.',
          body: MirrorBody,
          response: { 202: RequestedMirrorResponse },
        },
        config: {
          access: requestProductMirror.access,
          problems: requestProductMirrorProblems,
          bodyOptional: true,
        },
      },
      async ({ caller, body }, reply) => {
        const requested = await orProblem(requestProductMirror({ caller, ...body }), requestProductMirrorProblems);
        reply.code(202).header('location', `${app.prefix}/admin/stripe-products/${requested.runId}`);
        return requested;
      },
    );

    app.get(
      '/admin/stripe-products',
      {
        schema: {
          tags,
          operationId: 'listProductMirrors',
          summary: 'Runs of the mirror of products in Stripe',
          description: 'The newest first, and whether a run can be started.',
          querystring: ProductMirrorListQuery,
          response: { 200: ProductMirrorListResponse },
        },
        config: { access: listProductMirrors.access, problems: listProblems },
      },
      async ({ caller, query }) => {
        const page = await orProblem(listProductMirrors({ caller, page: pageRequest(query) }), listProblems);
        return { ...page, data: page.data.map(({ cursor: _cursor, ...run }) => run) };
      },
    );

    app.get(
      '/admin/stripe-products/:id',
      {
        schema: {
          tags,
          operationId: 'viewProductMirror',
          summary: 'A run of the mirror with its differences',
          description: 'How far it is, and what differs between the shop and Stripe.',
          params: IdParams,
          response: { 200: ProductMirrorResponse },
        },
        config: { access: viewProductMirror.access, problems: viewProductMirrorProblems },
      },
      async ({ caller, params }) => {
        const { cursor: _cursor, ...run } = await orProblem(
          viewProductMirror({ caller, runId: params.id }),
          viewProductMirrorProblems,
        );
        return run;
      },
    );
    done();
  };
