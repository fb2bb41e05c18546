import { Type } from 'typebox';
import { closed, Id, Instant, nullable, text } from '../../../requests/plain-schemas.js';
import { Price } from './managed-schemas.js';

const Entry = Type.Object(
  {
    variantId: Id,
    minQuantity: Type.Optional(Type.Integer({ minimum: 1, maximum: 999, description: '1 when absent.' })),
    price: Price,
  },
  { ...closed, title: 'PriceListEntry' },
);
const Groups = Type.Array(text(100), {
  maxItems: 100,
  uniqueItems: true,
  description: 'Customers in any of them; absent: everyone, empty: nobody.',
});
const Priority = Type.Integer({
  minimum: -1_000_000,
  maximum: 1_000_000,
  description: 'The highest wins; 0 when absent.',
});
const Prices = Type.Array(Entry, { maxItems: 5_000 });
const Currency = Type.String({ pattern: '^[A-Z]{3}$', description: 'ISO 4217.' });
const Time = Type.String({ format: 'date-time', description: 'RFC 3339.' });

export const NewPriceListBody = Type.Object(
  {
    name: text(255),
    currency: Currency,
    groups: Type.Optional(Groups),
    startsAt: Type.Optional(Time),
    endsAt: Type.Optional(Time),
    priority: Type.Optional(Priority),
    prices: Type.Optional(Prices),
  },
  {
    ...closed,
    title: 'NewPriceList',
    examples: [
      {
        name: 'Wholesale',
        currency: 'USD',
        groups: ['wholesale'],
        prices: [
          {
            variantId: '019a9d2e-0000-7000-8000-000000000001',
            minQuantity: 10,
            price: { amount: 1499, currency: 'USD' },
          },
        ],
      },
    ],
  },
);

export const PriceListPatchBody = Type.Object(
  {
    name: Type.Optional(text(255)),
    currency: Type.Optional(Currency),
    groups: Type.Optional(nullable(Groups)),
    startsAt: Type.Optional(nullable(Time)),
    endsAt: Type.Optional(nullable(Time)),
    priority: Type.Optional(nullable(Priority)),
    prices: Type.Optional(Prices),
  },
  { ...closed, title: 'PriceListPatch', examples: [{ endsAt: '2026-12-31T23:00:00Z' }] },
);

const listFields = {
  id: Id,
  name: Type.String(),
  currency: Currency,
  groups: Type.Optional(Groups),
  startsAt: Type.Optional(Instant),
  endsAt: Type.Optional(Instant),
  priority: Priority,
  version: Type.Integer({ description: 'Grows by one with each change; also the `ETag`.' }),
  createdAt: Instant,
};
export const PriceListResponse = Type.Object({ ...listFields, prices: Type.Array(Entry) }, { title: 'PriceList' });

export const PriceListSummary = Type.Object(listFields, { title: 'PriceListSummary' });
