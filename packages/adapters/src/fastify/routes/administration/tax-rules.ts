import type { UseCases, RemoveTaxRulesError, SetTaxRulesError, ViewTaxRulesError } from '@cartwright/application';
import { compareIds, type TaxRules } from '@cartwright/domain';
import type { FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, oneOf } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';

const viewTaxRulesProblems = {
  'tax-rules.not-found': {
    status: 404,
    title: 'There are no tax rules',
    detail: 'The shop charges no tax. PUT /admin/tax-rules sets some.',
  },
  ...storageProblems,
} satisfies Problems<ViewTaxRulesError>;

const removeTaxRulesProblems = {
  'tax-rules.stale': {
    status: 412,
    title: 'The tax rules have changed',
    detail: 'They are no longer those of `If-Match`. Read them again.',
  },
  ...storageProblems,
} satisfies Problems<RemoveTaxRulesError>;

const setTaxRulesProblems = {
  ...removeTaxRulesProblems,
  'pricing.tax-rate-malformed': {
    status: 422,
    title: 'The rate is out of range',
    detail: 'The rate of `taxClass` is not a number of millionths from 0 up.',
  },
  'pricing.tax-class-without-rate': {
    status: 422,
    title: 'Shipping is in a class without a rate',
    detail: 'Give `taxClass` a rate, or leave `shippingClass` out to charge no tax on shipping.',
  },
  'tax-rules.classes-uncovered': {
    status: 422,
    title: 'The catalogue uses tax classes without a rate',
    detail: 'Nothing in `taxClasses` could be sold any more. Give each a rate; 0 is zero-rated.',
  },
} satisfies Problems<SetTaxRulesError>;

/** A name that says something, without control characters. */
const classPattern = '^(?=.*\\S)[^\\p{Cc}]{1,64}$';

const TaxClass = Type.String({ pattern: classPattern });

/** Any integers: which of them are rates is the domain's to say, with the facts. */
const Rates = Type.Unsafe<Readonly<Record<string, number>>>({
  type: 'object',
  description:
    'Millionths by tax class: 200000 is 20 %, 0 is zero-rated. Each class that the catalogue uses needs one.',
  propertyNames: { pattern: classPattern },
  additionalProperties: { type: 'integer' },
  maxProperties: 100,
});

const TaxRulesBody = Type.Object(
  {
    prices: Type.Unsafe<'exclusive' | 'inclusive'>({
      ...oneOf('exclusive', 'inclusive'),
      description: 'Whether tax is added to prices and charges, or is part of them.',
    }),
    rates: Rates,
    shippingClass: Type.Optional(TaxClass),
  },
  { ...closed, title: 'TaxRules' },
);

/** How the shop charges tax. */
export const taxRuleRoutes =
  ({ viewTaxRules, setTaxRules, removeTaxRules }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];
    const response = { 200: TaxRulesBody };

    app.get(
      '/admin/tax-rules',
      {
        schema: { tags, summary: 'How the shop charges tax', response },
        config: { access: viewTaxRules.access, problems: viewTaxRulesProblems },
      },
      async ({ caller }, reply) => answerRules(reply, await orProblem(viewTaxRules({ caller }), viewTaxRulesProblems)),
    );

    app.put(
      '/admin/tax-rules',
      {
        schema: { tags, summary: 'Replace how the shop charges tax from now on', body: TaxRulesBody, response },
        config: { access: setTaxRules.access, problems: setTaxRulesProblems, conditional: true },
      },
      async (request, reply) => {
        const set = setTaxRules({ caller: request.caller, rules: request.body, ...expected(request) });
        return answerRules(reply, await orProblem(set, setTaxRulesProblems));
      },
    );

    app.delete(
      '/admin/tax-rules',
      {
        schema: { tags, summary: 'Charge no tax from now on', response: { 204: Type.Null() } },
        config: { access: removeTaxRules.access, problems: removeTaxRulesProblems, conditional: true },
      },
      async (request, reply) => {
        await orProblem(removeTaxRules({ caller: request.caller, ...expected(request) }), removeTaxRulesProblems);
        return reply.code(204).send(null);
      },
    );
    done();
  };

function expected(request: Parameters<typeof expectedContent>[0]) {
  const isExpected = expectedContent(request);
  return isExpected === undefined
    ? {}
    : {
        isExpected: (rules: TaxRules | undefined) => isExpected(rules === undefined ? undefined : presentRules(rules)),
      };
}

function answerRules(reply: FastifyReply, rules: TaxRules): Static<typeof TaxRulesBody> {
  const presented = presentRules(rules);
  void reply.header('etag', contentTag(presented));
  return presented;
}

/** The classes in the order of their names, whatever order the storage keeps: the same rules have one tag. */
const presentRules = ({ prices, rates, shippingClass }: TaxRules): Static<typeof TaxRulesBody> => ({
  prices,
  rates: Object.fromEntries(Object.entries(rates).sort(([left], [right]) => compareIds(left, right))),
  ...(shippingClass === undefined ? {} : { shippingClass }),
});
