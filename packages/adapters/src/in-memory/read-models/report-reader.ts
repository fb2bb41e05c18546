import {
  dayIn,
  erasedEmail,
  salesFactsOf,
  type ReportRange,
  type ReportReader,
  type SalesFact,
} from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { InMemoryStore, Tables } from '../store.js';

const compare = (left: string | number, right: string | number): number => (left < right ? -1 : left > right ? 1 : 0);

/** Sums over the orders of an in-memory store, each time anew. */
export const makeInMemoryReportReader = ({ store }: { readonly store: InMemoryStore }): ReportReader => ({
  sales: (range, groupBy) =>
    store.read((tables) =>
      okAsync(
        grouped(factsIn(tables, range, 'sale', 'refund'), ({ day, currency }) => [firstDay(day, groupBy), currency])
          .map(({ key: [period = '', currency = ''], facts }) => {
            const [sales, refunds] = [facts.filter(({ kind }) => kind === 'sale'), ofKind(facts, 'refund')];
            const [gross, refunded] = [sumOf(sales, 'amount'), sumOf(refunds, 'amount')];
            return {
              period,
              currency,
              orders: sales.length,
              gross,
              discounts: sumOf(sales, 'discounts'),
              shipping: sumOf(sales, 'shipping'),
              tax: sumOf(sales, 'tax'),
              refunds: refunded,
              net: gross - refunded,
            };
          })
          .sort((left, right) => compare(left.period, right.period) || compare(left.currency, right.currency)),
      ),
    ),
  topProducts: (range, limit) =>
    store.read((tables) =>
      okAsync(
        grouped(factsIn(tables, range, 'line'), ({ subject, currency }) => [subject, currency])
          .map(({ key: [variantId = '', currency = ''], facts }) => ({
            ...named(tables, variantId),
            currency,
            quantity: sumOf(facts, 'quantity'),
            total: sumOf(facts, 'amount'),
          }))
          .sort((left, right) => compare(right.total, left.total) || compare(left.variantId, right.variantId))
          .slice(0, limit),
      ),
    ),
  customers: (range, limit) =>
    store.read((tables) =>
      okAsync(
        grouped(factsIn(tables, range, 'sale'), ({ orderId, currency }) => [
          tables.orders.get(orderId)?.order.email ?? '',
          currency,
        ])
          .map(({ key: [email = '', currency = ''], facts }) => ({
            email,
            currency,
            orders: facts.length,
            total: sumOf(facts, 'amount'),
          }))
          .filter(({ email }) => email !== erasedEmail)
          .sort((left, right) => compare(right.total, left.total) || compare(left.email, right.email))
          .slice(0, limit),
      ),
    ),
  promotions: (range) =>
    store.read((tables) =>
      okAsync(
        grouped(factsIn(tables, range, 'promotion'), ({ subject, currency }) => [subject, currency])
          .map(({ key: [promotionId = '', currency = ''], facts }) => ({
            promotionId,
            currency,
            uses: facts.length,
            amount: sumOf(facts, 'amount'),
          }))
          .sort(
            (left, right) => compare(left.promotionId, right.promotionId) || compare(left.currency, right.currency),
          ),
      ),
    ),
  taxes: (range) =>
    store.read((tables) =>
      okAsync(
        grouped(factsIn(tables, range, 'tax', 'refunded-tax'), ({ country, rate, currency }) => [
          country,
          String(rate),
          currency,
        ])
          .map(({ key: [country = '', rate = '', currency = ''], facts }) => {
            const [charged, back] = [ofKind(facts, 'tax'), ofKind(facts, 'refunded-tax')];
            return {
              country,
              rate: Number(rate),
              currency,
              net: sumOf(charged, 'amount') - sumOf(back, 'amount'),
              tax: sumOf(charged, 'tax') - sumOf(back, 'tax'),
            };
          })
          .sort(
            (left, right) =>
              compare(left.country, right.country) ||
              compare(left.rate, right.rate) ||
              compare(left.currency, right.currency),
          ),
      ),
    ),
  reviews: ({ from, to, timeZone }, limit) =>
    store.read(({ reviews, products }) => {
      const dayOf = dayIn(timeZone);
      const written = [...reviews.values()].filter(({ status, createdAt }) => {
        const day = dayOf(createdAt);
        return status === 'approved' && day >= from && day <= to;
      });
      const rows = [...new Set(written.map(({ productId }) => productId))].map((productId) => {
        const ratings = written.filter((review) => review.productId === productId).map(({ rating }) => rating);
        const starred = (stars: number) => ratings.filter((rating) => rating === stars).length;
        const sum = ratings.reduce((all, rating) => all + rating, 0);
        return {
          productId,
          name: products.get(productId)?.name ?? '',
          count: ratings.length,
          average: Math.round((sum * 100) / ratings.length) / 100,
          oneStar: starred(1),
          twoStars: starred(2),
          threeStars: starred(3),
          fourStars: starred(4),
          fiveStars: starred(5),
        };
      });
      const sorted = rows.sort(
        (left, right) => compare(right.count, left.count) || compare(left.productId, right.productId),
      );
      return okAsync(sorted.slice(0, limit));
    }),
  lowStock: (threshold, limit) =>
    store.read((tables) =>
      okAsync(
        [...tables.variants.values()]
          .flatMap(({ id, stock, archived, lowStockThreshold = threshold, productId }) => {
            const isSold = ['active', 'unlisted'].includes(tables.products.get(productId)?.status ?? '');
            if (stock === undefined || archived || !isSold || stock > lowStockThreshold) return [];
            return [{ ...named(tables, id), available: stock, threshold: lowStockThreshold }];
          })
          .sort((left, right) => compare(left.available, right.available) || compare(left.variantId, right.variantId))
          .slice(0, limit),
      ),
    ),
});

type DatedFact = SalesFact & { readonly day: string };

function factsIn({ orders }: Tables, { from, to, timeZone }: ReportRange, ...kinds: readonly SalesFact['kind'][]) {
  const dayOf = dayIn(timeZone);
  return [...orders.values()]
    .flatMap(({ order }) => salesFactsOf(order))
    .filter((fact) => kinds.includes(fact.kind) && !isNothingBack(fact))
    .map((fact): DatedFact => ({ ...fact, day: dayOf(fact.at) }))
    .filter(({ day }) => day >= from && day <= to);
}

/** A refund that did not arrive, or one that gives back no tax of a rate. */
const isNothingBack = ({ kind, amount, tax }: SalesFact): boolean =>
  (kind === 'refund' || kind === 'refunded-tax') && amount === 0 && tax === 0;

function firstDay(day: string, period: 'day' | 'week' | 'month'): string {
  if (period === 'month') return `${day.slice(0, 7)}-01`;
  if (period === 'day') return day;
  const date = new Date(`${day}T00:00:00Z`);
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  return date.toISOString().slice(0, 10);
}

function grouped(facts: readonly DatedFact[], keyOf: (fact: DatedFact) => readonly string[]) {
  const groups = new Map<string, { readonly key: readonly string[]; readonly facts: DatedFact[] }>();
  for (const fact of facts) {
    const key = keyOf(fact);
    const group = groups.get(JSON.stringify(key)) ?? { key, facts: [] };
    group.facts.push(fact);
    groups.set(JSON.stringify(key), group);
  }
  return [...groups.values()];
}

const ofKind = (facts: readonly DatedFact[], wanted: SalesFact['kind']) => facts.filter(({ kind }) => kind === wanted);

const sumOf = (facts: readonly DatedFact[], field: 'amount' | 'discounts' | 'shipping' | 'tax' | 'quantity'): number =>
  facts.reduce((sum, fact) => sum + fact[field], 0);

/** What the catalogue calls a variant now. */
function named({ variants, products }: Tables, variantId: string) {
  const variant = variants.get(variantId);
  const product = variant === undefined ? undefined : products.get(variant.productId);
  const name = product?.name ?? '';
  return {
    variantId,
    sku: variant?.sku ?? '',
    name: variant === undefined || variant.name === '' ? name : `${name} (${variant.name})`,
  };
}
