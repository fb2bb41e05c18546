import { Type, type TProperties } from 'typebox';
import { PageMeta, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id } from '../../requests/plain-schemas.js';
import { day } from './report-days.js';

const rangeQuery = {
  from: Type.Optional(day('Default: 29 days before `to`.')),
  to: Type.Optional(day('Default: today.')),
};
const Format = Type.Optional(Type.Enum(['json', 'csv'], { description: '`Accept: text/csv` does the same.' }));
export const RangeQuery = Type.Object({ ...rangeQuery, format: Format }, closed);
export const LongRangeQuery = Type.Object({ ...rangeQuery, ...pageQuery, format: Format }, closed);
export const SalesQuery = Type.Object(
  {
    ...rangeQuery,
    groupBy: Type.Optional(Type.Enum(['day', 'week', 'month'], { description: 'Default: day.' })),
    format: Format,
  },
  closed,
);
/** Stock has no history: the days that other reports take change nothing. */
export const LowStockQuery = Type.Object(
  {
    from: Type.Optional(day('Without effect: the stock is that of now.')),
    to: Type.Optional(day('Without effect.')),
    ...pageQuery,
    format: Format,
  },
  closed,
);

const Amount = Type.Integer({ description: 'Minor units of `currency`.' });
const Count = Type.Integer();
const Currency = Type.String();

export const salesFields = {
  period: Type.String({ description: 'Its first day. Weeks start on Monday.' }),
  currency: Currency,
  orders: Count,
  gross: Amount,
  discounts: Amount,
  shipping: Amount,
  tax: Amount,
  refunds: Amount,
  net: Amount,
};
export const productFields = {
  variantId: Id,
  sku: Type.String(),
  name: Type.String(),
  currency: Currency,
  quantity: Count,
  total: Amount,
};
export const lowStockFields = {
  variantId: Id,
  sku: Type.String(),
  name: Type.String(),
  available: Count,
  threshold: Count,
};
export const customerFields = { email: Type.String(), currency: Currency, orders: Count, total: Amount };
export const promotionFields = { promotionId: Type.String(), currency: Currency, uses: Count, amount: Amount };
export const reviewFields = {
  productId: Id,
  name: Type.String(),
  count: Count,
  average: Type.Number({ description: 'Stars, to the hundredth.' }),
  oneStar: Count,
  twoStars: Count,
  threeStars: Count,
  fourStars: Count,
  fiveStars: Count,
};
export const taxFields = {
  country: Type.String({ description: 'Empty if unknown.' }),
  rate: Type.Integer({ description: 'In millionths.' }),
  currency: Currency,
  net: Amount,
  tax: Amount,
};

const Truncated = Type.Optional(
  Type.Literal(true, { description: 'There are more rows: read them in pages. The CSV has all.' }),
);

/** The responses of a report; a long one is read in pages as well. */
export const answers = (title: string, fields: TProperties, isLong: boolean) => ({
  200: {
    description: 'The rows, as JSON or as CSV with amounts as decimals and rates in per cent.',
    content: {
      'application/json': {
        schema: Type.Object({
          data: Type.Array(Type.Object(fields, { title })),
          ...(isLong ? { meta: Type.Optional(PageMeta), truncated: Truncated } : {}),
        }),
      },
      'text/csv': { schema: Type.String() },
    },
  },
});
