import type { BookedAttempt, BookedOrder, BooksReader, PlacementPeriod, SharedRules } from '@cartwright/application';
import type { Order, PricingInput } from '@cartwright/domain';
import { and, asc, eq, gt, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import type { Database } from '../connection/database.js';
import { orderFrom } from '../connection/order-column.js';
import { tryQuery } from '../connection/storage-failures.js';
import { orderPricingInputs, orders, payments, pricingRuleSets } from '../schema.js';

/** Sets of rules that stay in memory. A set never changes: its key is the hash of its content. */
const cachedRuleSets = 20;

/**
 * Orders with what they were priced with and their attempts to pay. The rules that orders share are read once.
 *
 * @example makeDrizzleBooksReader({ db })
 */
export function makeDrizzleBooksReader({ db }: { readonly db: Database }): BooksReader {
  const cache = new LRUCache<string, SharedRules>({ max: cachedRuleSets });

  /** The rules of a page of orders, by hash. */
  async function rulesOf(rows: readonly { readonly hash: string | null }[]): Promise<ReadonlyMap<string, SharedRules>> {
    const hashes = [...new Set(rows.flatMap(({ hash }) => hash ?? []))];
    const known = new Map(hashes.flatMap((hash) => [[hash, cache.get(hash)] as const]));
    const missing = hashes.filter((hash) => known.get(hash) === undefined);
    const read =
      missing.length === 0 ? [] : await db.select().from(pricingRuleSets).where(inArray(pricingRuleSets.hash, missing));
    for (const { hash, document } of read) {
      cache.set(hash, document);
      known.set(hash, document);
    }
    return known as ReadonlyMap<string, SharedRules>;
  }

  return {
    orders: (limit, after) =>
      tryQuery(async () => {
        const rows = await db
          .select({
            id: orders.id,
            number: orders.number,
            status: orders.status,
            paymentStatus: orders.paymentStatus,
            total: orders.total,
            currency: orders.currency,
            document: sql<unknown>`${orders.document}`.mapWith(parsed),
            hash: orderPricingInputs.rulesHash,
            own: orderPricingInputs.document,
            attempts: attemptsOf.mapWith(parsed),
          })
          .from(orders)
          .leftJoin(orderPricingInputs, eq(orderPricingInputs.orderId, orders.id))
          .where(after === undefined ? undefined : gt(orders.id, after))
          .orderBy(asc(orders.id))
          .limit(limit);
        const rules = await rulesOf(rows);
        return rows.map(({ id, number, status, paymentStatus, total, currency, document, attempts, ...priced }) => ({
          id,
          columns: { number, status, paymentStatus, total: { amount: total, currency } },
          ...readable(document),
          ...inputFrom(priced, rules),
          attempts: ((attempts ?? []) as readonly AttemptRow[]).map(attemptFrom),
        }));
      }),
    placedIn: (period, limit, after) =>
      tryQuery(async () => {
        const { id, placedAt } = orders;
        const rows = await db
          .select({ id, placedAt, hash: orderPricingInputs.rulesHash, own: orderPricingInputs.document })
          .from(orders)
          .leftJoin(orderPricingInputs, eq(orderPricingInputs.orderId, orders.id))
          .where(
            and(
              inPeriod(period),
              after && sql`(${placedAt}, ${id}) > (${sql.param(after.placedAt, placedAt)}, ${sql.param(after.id, id)})`,
            ),
          )
          .orderBy(asc(placedAt), asc(id))
          .limit(limit);
        const rules = await rulesOf(rows);
        return rows.map((row) => ({ id: row.id, placedAt: row.placedAt, ...inputFrom(row, rules) }));
      }),
    countPlacedIn: (period) => tryQuery(async () => db.$count(orders, inPeriod(period))),
  };
}

const inPeriod = ({ from, to }: PlacementPeriod): SQL | undefined =>
  and(gte(orders.placedAt, from), lt(orders.placedAt, to));

/** PGlite returns the JSON of an expression as text, postgres.js as its value. */
const parsed = (value: unknown): unknown => (typeof value === 'string' ? JSON.parse(value) : value);

type AttemptRow = Omit<BookedAttempt, 'amount' | 'references'> & {
  readonly references: readonly (string | null)[];
  readonly amount: number;
  readonly currency: string;
};
const attemptsOf = sql<unknown>`(
  select json_agg(json_build_object('provider', ${payments.provider}, 'amount', ${payments.amount},
    'currency', ${payments.currency},
    'references', json_build_array(${payments.reference}, ${payments.captureReference})))
  from ${payments} where ${payments.orderId} = ${orders.id})`;

const attemptFrom = ({ provider, references, amount, currency }: AttemptRow): BookedAttempt => ({
  provider,
  references: references.filter((each) => each !== null),
  amount: { amount, currency },
});

type PricedRow = { readonly hash: string | null; readonly own: Omit<PricingInput, keyof SharedRules> | null };
function inputFrom({ hash, own }: PricedRow, rules: ReadonlyMap<string, SharedRules>): Pick<BookedOrder, 'input'> {
  const shared = hash === null ? undefined : rules.get(hash);
  return own === null || shared === undefined ? {} : { input: { ...own, ...shared } };
}

/** The order in a document; none if the version of the document is unknown. */
function readable(document: unknown): { readonly order?: Order } {
  try {
    return { order: orderFrom(document) };
  } catch {
    return {};
  }
}
