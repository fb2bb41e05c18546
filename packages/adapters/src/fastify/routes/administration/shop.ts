import type { ChangeShopError, ShopDetails, UseCases } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { Type, type Static } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { invalidRequest } from '../../errors/request-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { closed, Country, Locale, nullable, oneOf, text } from '../../requests/plain-schemas.js';
import { contentTag, expectedContent, revalidate } from '../../responses/entity-tags.js';
import type { Routes } from '../../route-types.js';
import { unknownCurrencyProblems } from '../pricing/setup-problems.js';
import { isTimeZone } from '../../../system/time-zone.js';

const changeShopProblems = {
  'shop.stale': {
    status: 412,
    title: 'The shop has changed',
    detail: 'Somebody else has changed it. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
  },
  'shop.store-currency-missing': {
    status: 400,
    title: "The shop's own currency is missing",
    detail: 'The currency of the books is one that the shop sells in.',
    hint: '`errors` names the field.',
    facts: ({ currency }) => ({
      currency,
      errors: [{ field: 'currencies', code: 'required', params: {}, message: `must contain ${currency}` }],
    }),
  },
  ...unknownCurrencyProblems,
  ...storageProblems,
} satisfies Problems<ChangeShopError>;

const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' });

const ShopResponse = Type.Object(
  {
    name: Type.String(),
    currency: Currency,
    currencies: Type.Array(Currency),
    locales: Type.Array(Type.String()),
    countries: Type.Array(Type.String(), { description: 'Countries that it sells to; empty: everywhere.' }),
    taxIncluded: Type.Boolean({ description: "Whether prices include tax in the shop's country." }),
    payment: Type.Object({
      methods: Type.Array(oneOf('card', 'checkout', 'transfer'), {
        description: 'The ways to pay that work: `transfer` once the shop has bank details.',
      }),
      stripePublishableKey: Type.Optional(Type.String({ description: 'For Stripe’s card form.' })),
    }),
  },
  { title: 'Shop' },
);

const fields = {
  name: text(100),
  address: Type.Array(text(200), { maxItems: 10, description: 'Line by line.' }),
  country: Country,
  currencies: Type.Array(Currency, {
    minItems: 1,
    maxItems: 50,
    uniqueItems: true,
    description: 'With `currency`, that of the books.',
  }),
  locales: Type.Array(Locale, { minItems: 1, maxItems: 50, uniqueItems: true }),
  countries: Type.Array(Country, { maxItems: 250, uniqueItems: true }),
  timeZone: Type.String({ maxLength: 64, description: 'An IANA name, such as `Europe/Berlin`.' }),
  vatNumber: text(50),
  bankDetails: Type.Object(
    {
      holder: text(100),
      iban: Type.String({ pattern: '^[A-Z]{2}\\d{2}[A-Z0-9 ]{10,40}$' }),
      bic: Type.String({ pattern: '^[A-Z0-9]{8}([A-Z0-9]{3})?$' }),
    },
    closed,
  ),
  withdrawalDays: Type.Integer({ minimum: 0, maximum: 3650 }),
  lowStockThreshold: Type.Integer({ minimum: 0, maximum: 1_000_000 }),
};

/** As a list of lines, or as one text with line breaks. */
const AddressLines = Type.Unsafe<string | readonly string[] | null>({
  type: ['array', 'string', 'null'],
  items: text(200),
  maxItems: 10,
  maxLength: 2000,
  pattern: '^(?:[^\\p{Cc}\\u202A-\\u202E\\u2066-\\u2069]|\\r?\\n)*$',
  description: 'Line by line, or one text with line breaks.',
});

const ShopPatch = Type.Object(
  {
    name: Type.Optional(fields.name),
    address: Type.Optional(AddressLines),
    country: Type.Optional(nullable(fields.country)),
    currencies: Type.Optional(nullable(fields.currencies)),
    locales: Type.Optional(nullable(fields.locales)),
    countries: Type.Optional(nullable(fields.countries)),
    timeZone: Type.Optional(fields.timeZone),
    vatNumber: Type.Optional(nullable(fields.vatNumber)),
    bankDetails: Type.Optional(nullable(fields.bankDetails)),
    withdrawalDays: Type.Optional(nullable(fields.withdrawalDays)),
    lowStockThreshold: Type.Optional(nullable(fields.lowStockThreshold)),
  },
  { ...closed, title: 'ShopChanges', examples: [{ name: 'Mill Lane Pottery', country: 'GB', locales: ['en', 'fr'] }] },
);

const ShopDetailsResponse = Type.Object(
  {
    name: fields.name,
    address: fields.address,
    country: Type.Optional(fields.country),
    currency: Currency,
    currencies: Type.Optional(fields.currencies),
    locales: Type.Optional(fields.locales),
    countries: Type.Optional(fields.countries),
    timeZone: fields.timeZone,
    vatNumber: Type.Optional(fields.vatNumber),
    bankDetails: Type.Optional(fields.bankDetails),
    withdrawalDays: Type.Optional(fields.withdrawalDays),
    lowStockThreshold: Type.Optional(fields.lowStockThreshold),
  },
  { title: 'ShopDetails' },
);

/** The settings of the shop. */
export const shopRoutes =
  ({ viewShop, viewShopDetails, changeShop }: UseCases): Routes =>
  (app, _options, done) => {
    app.get(
      '/shop',
      {
        schema: {
          tags: ['Catalogue'],
          operationId: 'viewShop',
          summary: 'The settings that a storefront needs',
          description:
            'Its name, currencies, locales and countries, whether prices include tax, and the payment methods.',
          response: { 200: ShopResponse },
        },
        config: { access: viewShop.access, revalidated: true, problems: storageProblems },
        onSend: revalidate,
      },
      async (_request, reply) => {
        const shop = await orProblem(viewShop(), storageProblems);
        reply.header('cache-control', 'no-cache');
        return shop;
      },
    );

    app.get(
      '/admin/shop',
      {
        schema: {
          tags: ['Administration'],
          operationId: 'viewShopDetails',
          summary: 'All settings of the shop',
          description: 'The `ETag` is for `If-Match`.',
          response: { 200: ShopDetailsResponse },
        },
        config: { access: viewShopDetails.access, problems: storageProblems },
      },
      async ({ caller }, reply) =>
        respondWithDetails(reply, await orProblem(viewShopDetails({ caller }), storageProblems)),
    );

    app.patch(
      '/admin/shop',
      {
        schema: {
          tags: ['Administration'],
          operationId: 'changeShop',
          summary: 'Change the settings of the shop',
          description:
            '`null` clears a field; an absent field stays. Variables such as `STORE_NAME` only apply at the first start. The currency of ' +
            'the books cannot be changed.',
          body: ShopPatch,
          response: { 200: ShopDetailsResponse },
        },
        config: { access: changeShop.access, problems: changeShopProblems, conditional: 'content' },
      },
      async (request, reply) => {
        const { address, ...others } = request.body;
        const { timeZone } = others;
        if (timeZone !== undefined && !isTimeZone(timeZone)) {
          const message = 'must be an IANA time zone, such as Europe/Berlin';
          throw invalidRequest({ field: 'timeZone', code: 'format', params: {}, message });
        }
        const isExpected = expectedContent(request);
        const change = changeShop({
          caller: request.caller,
          changes: { ...others, ...(address === undefined ? {} : { address: linesOf(address) }) },
          ...(isExpected === undefined
            ? {}
            : { isExpected: (details: ShopDetails) => isExpected(presentDetails(details)) }),
        });
        return respondWithDetails(reply, await orProblem(change, changeShopProblems));
      },
    );
    done();
  };

function linesOf(address: string | readonly string[] | null): readonly string[] {
  const lines = typeof address === 'string' ? address.split('\n').map((line) => line.trim()) : (address ?? []);
  const written = lines.filter((line) => line !== '');
  if (written.length > 10 || written.some((line) => line.length > 200)) {
    const message = 'must have at most 10 lines of 200 characters';
    throw invalidRequest({ field: 'address', code: 'too-long', params: { maximum: 10 }, message });
  }
  return written;
}

function respondWithDetails(reply: FastifyReply, details: ShopDetails): Static<typeof ShopDetailsResponse> {
  const presented = presentDetails(details);
  void reply.header('etag', contentTag(presented));
  return presented;
}

/** With members in a fixed order, so that the same details always have the same tag. */
const presentDetails = (details: ShopDetails): Static<typeof ShopDetailsResponse> =>
  Object.fromEntries(
    Object.keys(ShopDetailsResponse.properties).flatMap((name) => {
      const value = details[name as keyof ShopDetails];
      return value === undefined ? [] : [[name, name === 'bankDetails' ? bankOf(details) : value]];
    }),
  ) as unknown as Static<typeof ShopDetailsResponse>;

const bankOf = ({ bankDetails }: ShopDetails) =>
  bankDetails === undefined ? undefined : { holder: bankDetails.holder, iban: bankDetails.iban, bic: bankDetails.bic };
