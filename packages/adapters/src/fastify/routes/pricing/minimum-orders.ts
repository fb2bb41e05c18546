import type { SetMinimumOrderRulesError, UseCases } from '@cartwright/application';
import type { MinimumOrderRule } from '@cartwright/domain';
import type { FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Money, oneOf, text } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { unknownCurrencyProblems } from './setup-problems.js';

const setMinimumOrderRulesProblems = {
  'minimum-order-rules.stale': {
    status: 412,
    title: 'The minimum orders have changed',
    detail: 'Somebody else has changed them. Load them again.',
    hint: 'The version no longer matches `If-Match`.',
  },
  ...unknownCurrencyProblems,
  'money.out-of-range': {
    status: 422,
    title: 'The amount is out of range',
    detail: 'The minimum is below zero or too large.',
    hint: '`limit` is the largest number of minor units.',
  },
  ...storageProblems,
} satisfies Problems<SetMinimumOrderRulesError>;

const MinimumOrderRuleBody = Type.Object(
  {
    minimum: Money,
    basis: Type.Unsafe<'subtotal' | 'afterDiscounts'>({
      ...oneOf('subtotal', 'afterDiscounts'),
      description: 'The amount compared with the minimum.',
    }),
    group: Type.Optional({
      ...text(100),
      description: 'The rules of a customer’s groups replace those without a group.',
    } as ReturnType<typeof text>),
    waivedForDigital: Type.Optional(Type.Boolean({ description: 'Whether carts with only digital goods are exempt.' })),
  },
  { ...closed, title: 'MinimumOrderRule' },
);

const MinimumOrderRulesBody = Type.Object(
  { rules: Type.Array(MinimumOrderRuleBody, { maxItems: 200, description: 'Empty: no minimum.' }) },
  {
    ...closed,
    title: 'MinimumOrderRules',
    examples: [
      {
        rules: [
          { minimum: { amount: 2500, currency: 'EUR' }, basis: 'subtotal', waivedForDigital: true },
          { minimum: { amount: 20000, currency: 'EUR' }, basis: 'afterDiscounts', group: 'wholesale' },
        ],
      },
    ],
  },
);

/** The minimum value of an order. */
export const minimumOrderRoutes =
  ({ viewMinimumOrderRules, setMinimumOrderRules }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Pricing'];
    const response = { 200: MinimumOrderRulesBody };

    app.get(
      '/admin/minimum-order-rules',
      {
        schema: {
          tags,
          operationId: 'viewMinimumOrderRules',
          summary: 'View the minimum orders',
          description: 'Default: a subtotal of 10.00 USD.',
          response,
        },
        config: { access: viewMinimumOrderRules.access, problems: storageProblems },
      },
      async ({ caller }, reply) =>
        respondWithRules(reply, await orProblem(viewMinimumOrderRules({ caller }), storageProblems)),
    );

    app.put(
      '/admin/minimum-order-rules',
      {
        schema: {
          tags,
          operationId: 'setMinimumOrderRules',
          summary: 'Replace the minimum orders',
          description:
            'Replaces all rules. A cart is checked by the rules in its currency; an empty list means no minimum.',
          body: MinimumOrderRulesBody,
          response,
        },
        config: { access: setMinimumOrderRules.access, problems: setMinimumOrderRulesProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const isExpected = expectedContent(request);
        const set = setMinimumOrderRules({
          caller: request.caller,
          rules: request.body.rules,
          ...(isExpected === undefined
            ? {}
            : { isExpected: (rules: readonly MinimumOrderRule[]) => isExpected(presentRules(rules)) }),
        });
        return respondWithRules(reply, await orProblem(set, setMinimumOrderRulesProblems));
      },
    );
    done();
  };

function respondWithRules(
  reply: FastifyReply,
  rules: readonly MinimumOrderRule[],
): Static<typeof MinimumOrderRulesBody> {
  const presented = presentRules(rules);
  void reply.header('etag', contentTag(presented));
  return presented;
}

const presentRules = (rules: readonly MinimumOrderRule[]): Static<typeof MinimumOrderRulesBody> => ({
  rules: rules.map(({ minimum: { amount, currency }, basis, group, waivedForDigital }) => ({
    minimum: { amount, currency },
    basis,
    ...(group === undefined ? {} : { group }),
    ...(waivedForDigital === undefined ? {} : { waivedForDigital }),
  })),
});
