import type { UseCases, RemoveTaxRulesError, SetTaxRulesError } from '@cartwright/application';
import { compareIds, type TaxZone } from '@cartwright/domain';
import type { FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, oneOf } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { setupProblems } from './setup-problems.js';
import { presentZone, zoneFields } from './zone-schemas.js';

const removeTaxRulesProblems = {
  'tax-rules.stale': {
    status: 412,
    title: 'The tax rules have changed',
    detail: 'They are no longer those of `If-Match`. Read them again.',
  },
  ...storageProblems,
} satisfies Problems<RemoveTaxRulesError>;

/** Shipping methods have tax classes too. */
export const classesUncoveredProblems = {
  'tax-rules.classes-uncovered': {
    status: 422,
    title: 'Tax classes are used without a rate',
    detail: 'Nothing in `taxClasses` could be sold any more. Give each a rate in every zone; 0 is zero-rated.',
  },
} as const;

const setTaxRulesProblems = {
  ...removeTaxRulesProblems,
  ...classesUncoveredProblems,
  'input.malformed': setupProblems('')['input.malformed'],
  'tax.no-rest-of-world': {
    status: 422,
    title: 'The rest of the world is missing',
    detail: 'A zone without countries has to say what holds everywhere else.',
  },
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
} satisfies Problems<SetTaxRulesError>;

/** A name that says something, without control characters. */
const classPattern = '^(?=.*\\S)[^\\p{Cc}]{1,64}$';

/** What a rate goes by. */
export const TaxClass = Type.String({
  pattern: classPattern,
  description: 'A class of the tax rules, such as `standard`.',
});

/** Any integers: which of them are rates is the domain's to say, with the facts. */
const Rates = Type.Unsafe<Readonly<Record<string, number>>>({
  type: 'object',
  description:
    'Millionths by tax class: 200000 is 20 %, 0 is zero-rated. Each class that the catalogue or a shipping method uses needs one.',
  propertyNames: { pattern: classPattern },
  additionalProperties: { type: 'integer' },
  maxProperties: 100,
});

const TaxZoneBody = Type.Object(
  {
    ...zoneFields,
    prices: Type.Unsafe<'exclusive' | 'inclusive'>({
      ...oneOf('exclusive', 'inclusive'),
      description: 'Whether tax is added to prices and charges, or is part of them.',
    }),
    rates: Rates,
    shippingClass: Type.Optional(TaxClass),
  },
  { ...closed, title: 'TaxZone' },
);

const TaxRulesBody = Type.Object(
  { zones: Type.Array(TaxZoneBody, { maxItems: 500 }) },
  {
    ...closed,
    title: 'TaxRules',
    examples: [
      {
        zones: [
          {
            countries: ['GB'],
            prices: 'inclusive',
            rates: { standard: 200_000, reduced: 50_000 },
            shippingClass: 'standard',
          },
          { countries: [], prices: 'exclusive', rates: { standard: 0, reduced: 0 } },
        ],
      },
    ],
  },
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
        schema: {
          tags,
          operationId: 'viewTaxRules',
          summary: 'How the shop charges tax',
          description: 'By zone of destination. No zones: the shop charges no tax.',
          response,
        },
        config: { access: viewTaxRules.access, problems: storageProblems },
      },
      async ({ caller }, reply) => answerZones(reply, await orProblem(viewTaxRules({ caller }), storageProblems)),
    );

    app.put(
      '/admin/tax-rules',
      {
        schema: {
          tags,
          operationId: 'setTaxRules',
          summary: 'Replace how the shop charges tax from now on',
          description:
            'All zones, checked as a whole. Of the zones that hold a destination the longest postal code prefix wins, then one with ' +
            'regions, then one with countries, then the rest of the world, which has to be there.',
          body: TaxRulesBody,
          response,
        },
        config: { access: setTaxRules.access, problems: setTaxRulesProblems, conditional: true },
      },
      async (request, reply) => {
        const set = setTaxRules({ caller: request.caller, zones: request.body.zones, ...expected(request) });
        return answerZones(reply, await orProblem(set, setTaxRulesProblems));
      },
    );

    app.delete(
      '/admin/tax-rules',
      {
        schema: {
          tags,
          operationId: 'removeTaxRules',
          summary: 'Charge no tax from now on',
          description: 'Orders keep the tax that they were placed with.',
          response: { 204: Type.Null() },
        },
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
  return isExpected === undefined ? {} : { isExpected: (zones: readonly TaxZone[]) => isExpected(presentZones(zones)) };
}

function answerZones(reply: FastifyReply, zones: readonly TaxZone[]): Static<typeof TaxRulesBody> {
  const presented = presentZones(zones);
  void reply.header('etag', contentTag(presented));
  return presented;
}

/** The classes in the order of their names, whatever order the storage keeps: the same rules have one tag. */
const presentZones = (zones: readonly TaxZone[]): Static<typeof TaxRulesBody> => ({
  zones: zones.map(({ prices, rates, shippingClass, ...zone }) => ({
    ...presentZone(zone),
    prices,
    rates: Object.fromEntries(Object.entries(rates).sort(([left], [right]) => compareIds(left, right))),
    ...(shippingClass === undefined ? {} : { shippingClass }),
  })),
});
