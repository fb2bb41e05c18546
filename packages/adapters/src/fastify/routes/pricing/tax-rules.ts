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
    detail: 'Somebody else has changed them. Load them again.',
    hint: 'The version no longer matches `If-Match`.',
  },
  ...storageProblems,
} satisfies Problems<RemoveTaxRulesError>;

/** Shipping methods have tax classes too. */
export const classesUncoveredProblems = {
  'tax-rules.classes-uncovered': {
    status: 422,
    title: 'Tax classes are used without a rate',
    detail: 'Variants of some tax classes could no longer be sold.',
    hint: 'Give each of `taxClasses` a rate in every zone; 0 is zero-rated.',
  },
} as const;

const setTaxRulesProblems = {
  ...removeTaxRulesProblems,
  ...classesUncoveredProblems,
  'input.malformed': setupProblems('')['input.malformed'],
  'tax.no-rest-of-world': {
    status: 422,
    title: 'The rest of the world is missing',
    detail: 'Add a zone without countries for all other destinations.',
  },
  'pricing.tax-rate-malformed': {
    status: 422,
    title: 'The rate is out of range',
    detail: 'A tax rate is not valid.',
    hint: 'The rate of `taxClass` is not a number of millionths from 0 up.',
  },
  'pricing.tax-class-without-rate': {
    status: 422,
    title: 'The shipping class has no rate',
    detail: 'The tax class of shipping has no rate.',
    hint: 'Give `taxClass` a rate, or leave `shippingClass` out to charge no tax on shipping.',
  },
} satisfies Problems<SetTaxRulesError>;

/** A name, not blank, without control characters. */
const classPattern = '^(?=.*\\S)[^\\p{Cc}]{1,64}$';

/** The key of a rate. */
export const TaxClass = Type.String({
  pattern: classPattern,
  description: 'A class of the tax rules, such as `standard`.',
});

/** Any integers: the domain checks the rates. */
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
      description: 'Whether tax is added to prices and charges or included.',
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

/** The tax rules. */
export const taxRuleRoutes =
  ({ viewTaxRules, setTaxRules, removeTaxRules }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Pricing'];
    const response = { 200: TaxRulesBody };

    app.get(
      '/admin/tax-rules',
      {
        schema: {
          tags,
          operationId: 'viewTaxRules',
          summary: 'View the tax rules',
          description: 'By zone of destination. Without zones the shop charges no tax.',
          response,
        },
        config: { access: viewTaxRules.access, problems: storageProblems },
      },
      async ({ caller }, reply) => respondWithZones(reply, await orProblem(viewTaxRules({ caller }), storageProblems)),
    );

    app.put(
      '/admin/tax-rules',
      {
        schema: {
          tags,
          operationId: 'setTaxRules',
          summary: 'Replace the tax rules',
          description:
            'Replaces all zones. Of the zones with a destination the longest postal code prefix wins, then one with ' +
            'regions, then one with countries, then the rest of the world, which is required.',
          body: TaxRulesBody,
          response,
        },
        config: { access: setTaxRules.access, problems: setTaxRulesProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const set = setTaxRules({ caller: request.caller, zones: request.body.zones, ...expected(request) });
        return respondWithZones(reply, await orProblem(set, setTaxRulesProblems));
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
        config: { access: removeTaxRules.access, problems: removeTaxRulesProblems, conditional: 'content' },
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

function respondWithZones(reply: FastifyReply, zones: readonly TaxZone[]): Static<typeof TaxRulesBody> {
  const presented = presentZones(zones);
  void reply.header('etag', contentTag(presented));
  return presented;
}

/** With classes sorted by name, so that the same rules always have the same tag. */
const presentZones = (zones: readonly TaxZone[]): Static<typeof TaxRulesBody> => ({
  zones: zones.map(({ prices, rates, shippingClass, ...zone }) => ({
    ...presentZone(zone),
    prices,
    rates: Object.fromEntries(Object.entries(rates).sort(([left], [right]) => compareIds(left, right))),
    ...(shippingClass === undefined ? {} : { shippingClass }),
  })),
});
