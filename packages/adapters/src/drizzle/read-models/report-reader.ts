import {
  erasedEmail,
  type CustomerSalesRow,
  type LowStockRow,
  type ProductSalesRow,
  type PromotionSalesRow,
  type ReportRange,
  type ReportReader,
  type ReviewRow,
  type SalesFact,
  type SalesRow,
  type TaxRow,
} from '@cartwright/application';
import { and, asc, desc, eq, gte, inArray, lt, notInArray, sql, type Column, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { tryQuery } from '../connection/try-query.js';
import { products, reviews, salesFacts, stock, variants } from '../schema.js';

/**
 * Reports from the table `sales_facts`, which every payment and refund writes. A report of a month reads the facts of
 * that month, from an index that holds all their columns.
 *
 * @example makeDrizzleReportReader({ db })
 */
export const makeDrizzleReportReader = ({ db }: { readonly db: Database }): ReportReader => ({
  sales: (range, groupBy) =>
    tryQuery(async (): Promise<readonly SalesRow[]> => {
      // Time zones differ by quarters of an hour: so the zone is computed for each quarter, not for each sale.
      const quarter = sql`date_bin('15 minutes', ${salesFacts.at}, timestamptz 'epoch')`;
      const quarters = db
        .select({
          kind: salesFacts.kind,
          currency: salesFacts.currency,
          quarter: sql`${quarter}`.as('quarter'),
          orders: total(salesFacts.quantity).as('orders'),
          amount: total(salesFacts.amount).as('amount'),
          discounts: total(salesFacts.discounts).as('discounts'),
          shipping: total(salesFacts.shipping).as('shipping'),
          tax: total(salesFacts.tax).as('tax'),
        })
        .from(salesFacts)
        .where(and(factsIn(range, 'sale', 'refund'), isSomething('refund')))
        .groupBy(salesFacts.kind, salesFacts.currency, sql`3`)
        .as('quarters');
      const period = sql<string>`date_trunc(${sql.raw(`'${groupBy}'`)}, quarter at time zone ${range.timeZone})::date::text`;
      const sum = (kind: 'sale' | 'refund', column: string) =>
        sql<number>`coalesce(sum(${sql.identifier(column)}) filter (where ${quarters.kind} = ${sql.raw(`'${kind}'`)}), 0)`.mapWith(
          Number,
        );
      const [gross, refunds] = [sum('sale', 'amount'), sum('refund', 'amount')];
      return db
        .select({
          period,
          currency: quarters.currency,
          orders: sum('sale', 'orders'),
          gross,
          discounts: sum('sale', 'discounts'),
          shipping: sum('sale', 'shipping'),
          tax: sum('sale', 'tax'),
          refunds,
          net: sql<number>`${gross} - ${refunds}`.mapWith(Number),
        })
        .from(quarters)
        .groupBy(sql`1`, quarters.currency)
        .orderBy(sql`1`, asc(quarters.currency));
    }),
  topProducts: (range, limit) =>
    tryQuery(async (): Promise<readonly ProductSalesRow[]> => {
      const sums = db
        .select({
          variantId: salesFacts.subject,
          currency: salesFacts.currency,
          quantity: total(salesFacts.quantity).as('quantity'),
          total: total(salesFacts.amount).as('total'),
        })
        .from(salesFacts)
        .where(factsIn(range, 'line'))
        .groupBy(salesFacts.subject, salesFacts.currency)
        .orderBy(desc(sql`total`), asc(salesFacts.subject), asc(salesFacts.currency))
        .limit(atMost(limit))
        .as('sums');
      return db
        .select({
          variantId: sums.variantId,
          sku: sql<string>`coalesce(${variants.sku}, '')`,
          name: nameOf,
          currency: sums.currency,
          quantity: sql<number>`${sums.quantity}`.mapWith(Number),
          total: sql<number>`${sums.total}`.mapWith(Number),
        })
        .from(sums)
        .leftJoin(variants, sql`${variants.id} = ${sums.variantId}::uuid`)
        .leftJoin(products, eq(products.id, variants.productId))
        .orderBy(desc(sums.total), asc(sums.variantId), asc(sums.currency));
    }),
  customers: (range, limit) =>
    tryQuery(async (): Promise<readonly CustomerSalesRow[]> =>
      db
        .select({
          email: salesFacts.buyer,
          currency: salesFacts.currency,
          orders: total(salesFacts.quantity),
          total: total(salesFacts.amount),
        })
        .from(salesFacts)
        .where(and(factsIn(range, 'sale'), notInArray(salesFacts.buyer, ['', erasedEmail])))
        .groupBy(salesFacts.buyer, salesFacts.currency)
        .orderBy(desc(total(salesFacts.amount)), sql`${salesFacts.buyer} collate "C"`, asc(salesFacts.currency))
        .limit(atMost(limit)),
    ),
  promotions: (range) =>
    tryQuery(async (): Promise<readonly PromotionSalesRow[]> =>
      db
        .select({
          promotionId: salesFacts.subject,
          currency: salesFacts.currency,
          uses: total(salesFacts.quantity),
          amount: total(salesFacts.amount),
        })
        .from(salesFacts)
        .where(factsIn(range, 'promotion'))
        .groupBy(salesFacts.subject, salesFacts.currency)
        .orderBy(sql`${salesFacts.subject} collate "C"`, asc(salesFacts.currency)),
    ),
  taxes: (range) =>
    tryQuery(async (): Promise<readonly TaxRow[]> =>
      db
        .select({
          country: salesFacts.country,
          rate: salesFacts.rate,
          currency: salesFacts.currency,
          net: less('tax', 'refunded-tax', salesFacts.amount),
          tax: less('tax', 'refunded-tax', salesFacts.tax),
        })
        .from(salesFacts)
        .where(and(factsIn(range, 'tax', 'refunded-tax'), isSomething('refunded-tax')))
        .groupBy(salesFacts.country, salesFacts.rate, salesFacts.currency)
        .orderBy(asc(salesFacts.country), asc(salesFacts.rate), asc(salesFacts.currency)),
    ),
  reviews: ({ from, to, timeZone }, limit) =>
    tryQuery(async (): Promise<readonly ReviewRow[]> => {
      const count = sql<number>`count(*)::integer`;
      return db
        .select({
          productId: reviews.productId,
          name: products.name,
          count,
          average: sql<number>`round(avg(${reviews.rating}), 2)`.mapWith(Number),
          oneStar: starred(1),
          twoStars: starred(2),
          threeStars: starred(3),
          fourStars: starred(4),
          fiveStars: starred(5),
        })
        .from(reviews)
        .innerJoin(products, eq(products.id, reviews.productId))
        .where(
          and(
            eq(reviews.status, 'approved'),
            gte(reviews.createdAt, startOf(from, timeZone)),
            lt(reviews.createdAt, endOf(to, timeZone)),
          ),
        )
        .groupBy(reviews.productId, products.name)
        .orderBy(desc(count), asc(reviews.productId))
        .limit(atMost(limit));
    }),
  lowStock: (threshold, limit) =>
    tryQuery(async (): Promise<readonly LowStockRow[]> => {
      const own = sql<number>`coalesce(${variants.lowStockThreshold}, ${threshold}::integer)`;
      return db
        .select({
          variantId: variants.id,
          sku: variants.sku,
          name: nameOf,
          available: stock.available,
          threshold: own.mapWith(Number),
        })
        .from(stock)
        .innerJoin(variants, eq(variants.id, stock.variantId))
        .innerJoin(products, eq(products.id, variants.productId))
        .where(
          and(
            sql`${stock.available} <= ${own}`,
            eq(variants.archived, false),
            inArray(products.status, ['active', 'unlisted']),
          ),
        )
        .orderBy(asc(stock.available), asc(variants.id))
        .limit(atMost(limit));
    }),
});

const starred = (stars: number) =>
  sql<number>`(count(*) filter (where ${reviews.rating} = ${sql.raw(String(stars))}))::integer`;

const startOf = (day: string, timeZone: string): SQL => sql`(${day}::date::timestamp at time zone ${timeZone})`;

const endOf = (day: string, timeZone: string): SQL => sql`((${day}::date + 1)::timestamp at time zone ${timeZone})`;

const factsIn = ({ from, to, timeZone }: ReportRange, ...kinds: readonly SalesFact['kind'][]): SQL | undefined =>
  and(
    inArray(salesFacts.kind, [...kinds]),
    gte(salesFacts.at, startOf(from, timeZone)),
    lt(salesFacts.at, endOf(to, timeZone)),
  );

/** Of a kind, no refund that did not arrive, and none that gives back no tax of a rate. */
const isSomething = (kind: 'refund' | 'refunded-tax'): SQL =>
  sql`not (${salesFacts.kind} = ${sql.raw(`'${kind}'`)} and ${salesFacts.amount} = 0 and ${salesFacts.tax} = 0)`;

/** `LIMIT NULL` is no limit. */
const atMost = (limit: number | undefined) => sql.param(limit ?? null) as never;

const total = (column: Column) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);
const sumWhere = (kind: SalesFact['kind'], column: Column) =>
  sql<number>`coalesce(sum(${column}) filter (where ${salesFacts.kind} = ${sql.raw(`'${kind}'`)}), 0)`.mapWith(Number);
const less = (kind: SalesFact['kind'], back: SalesFact['kind'], column: Column) =>
  sql<number>`${sumWhere(kind, column)} - ${sumWhere(back, column)}`.mapWith(Number);

/** What the catalogue calls a variant now. */
const nameOf = sql<string>`case when ${variants.id} is null then '' when ${variants.name} = '' then ${products.name}
  else ${products.name} || ' (' || ${variants.name} || ')' end`;
