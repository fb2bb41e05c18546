import { priceCart, type PricedCart, type PricingInput, type Promotion, type PromotionUsage } from '@cartwright/domain';
import { dayIn } from '../../day-in.js';
import type { PlacedPricing } from '../../ports/read-models/books-reader.js';
import type { BacktestResult, BacktestSum } from '../../ports/repositories/reports/backtest-records.js';

/** What a backtest adds up, order by order, oldest first. */
export type BacktestSums = {
  /** Prices an order with and without the draft, and adds it; `false`: it cannot be priced. */
  readonly add: (order: PlacedPricing) => boolean;
  readonly result: () => BacktestResult;
};

type Sum = { readonly key: string; readonly currency: string; orders: number; before: number; after: number };

/**
 * Sums of orders priced with a draft. The draft begins unused: its limits and its budget are used up by the orders of
 * the backtest, oldest first, also by those that were cancelled later. A customer is known by their account, so each
 * order of a guest is a new customer's. No generated code is the draft's.
 *
 * @example const sums = backtestSums(draft, 'Europe/Berlin');
 */
export function backtestSums(draft: Promotion, timeZone: string): BacktestSums {
  const totals = new Map<string, Sum>();
  const days = new Map<string, Sum>();
  const products = new Map<string, Sum>();
  const usage = draftUsage(draft);
  const dayOf = dayIn(timeZone);
  return {
    add: ({ placedAt, input }) => {
      if (input === undefined) return false;
      const before = priceCart(input);
      const after = priceCart(withDraft(input, draft, usage.of(input)));
      if (!before.ok || !after.ok) return false;
      usage.count(input, after.value);
      const { currency } = before.value;
      const change = { before: before.value.total.amount, after: after.value.total.amount };
      addTo(totals, '', currency, change);
      addTo(days, dayOf(placedAt), currency, change);
      for (const [product, lines] of linesByProduct(before.value, after.value))
        addTo(products, product, currency, lines);
      return true;
    },
    result: () => ({
      totals: sorted(totals).map(([, sum]) => sum),
      byDay: sorted(days).map(([day, sum]) => ({ day, ...sum })),
      byProduct: sorted(products).map(([productId, sum]) => ({ productId, ...sum })),
    }),
  };
}

/** The input of an order with a draft among its promotions. */
const withDraft = (input: PricingInput, draft: Promotion, usage: PromotionUsage): PricingInput => ({
  ...input,
  promotions: [...input.promotions, draft],
  promotionUsage: { ...input.promotionUsage, [draft.id]: usage },
});

/** What the orders so far have used of the draft. */
function draftUsage({ id, conditions }: Promotion) {
  const byCustomer = new Map<string, number>();
  const isCounted = conditions?.customerUsageLimit !== undefined;
  let uses = 0;
  let spent = 0;
  let currency: string | undefined;
  return {
    of: ({ customer }: PricingInput): PromotionUsage => ({
      uses,
      customerUses: customer.id === undefined ? 0 : (byCustomer.get(customer.id) ?? 0),
      ...(currency === undefined ? {} : { spent: { amount: spent, currency } }),
    }),
    count: ({ customer }: PricingInput, { applied }: PricedCart): void => {
      const amount = applied.find(({ promotionId }) => promotionId === id)?.amount;
      if (amount === undefined) return;
      uses += 1;
      if (isCounted && customer.id !== undefined) byCustomer.set(customer.id, (byCustomer.get(customer.id) ?? 0) + 1);
      if (amount.currency !== conditions?.budget?.currency) return;
      ({ currency } = amount);
      spent += amount.amount;
    },
  };
}

type Change = { readonly before: number; readonly after: number };

function addTo(sums: Map<string, Sum>, key: string, currency: string, { before, after }: Change): void {
  const name = `${key}\n${currency}`;
  const sum = sums.get(name) ?? { key, currency, orders: 0, before: 0, after: 0 };
  sum.orders += 1;
  sum.before += before;
  sum.after += after;
  sums.set(name, sum);
}

function linesByProduct(before: PricedCart, after: PricedCart): ReadonlyMap<string, Change> {
  const products = new Map<string, { before: number; after: number }>();
  for (const [field, priced] of [['before', before] as const, ['after', after] as const]) {
    for (const { productId, total } of priced.lines) {
      const product = products.get(productId) ?? { before: 0, after: 0 };
      product[field] += total.amount;
      products.set(productId, product);
    }
  }
  return products;
}

const sorted = (sums: ReadonlyMap<string, Sum>): readonly (readonly [key: string, sum: BacktestSum])[] =>
  [...sums.entries()]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([, { key, ...sum }]) => [key, sum] as const);
