import type {
  BookedAttempt,
  BookedDocument,
  BookedOrder,
  BooksReader,
  DocumentContent,
  DocumentKind,
  DocumentSequence,
  IssuedDocument,
  PlacementPeriod,
  SharedRules,
} from '@cartwright/application';
import type { Order, PricingInput } from '@cartwright/domain';
import { and, asc, eq, gt, gte, inArray, lt, sql, type SQL } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { oneRow, type Database } from '../connection/database.js';
import { orderFrom } from '../connection/order-column.js';
import { tryQuery } from '../connection/try-query.js';
import { documentOf } from '../repositories/issued-document-records.js';
import { documentCounters, issuedDocuments, orderPricingInputs, orders, payments, pricingRuleSets } from '../schema.js';

/** Sets of rules that stay in memory. A set never changes: its key is the hash of its content. */
const cachedRuleSets = 20;

/**
 * Orders with what they were priced with, their attempts to pay and their documents. The rules that orders share are
 * read once.
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
            documents: documentsOf.mapWith(parsed),
          })
          .from(orders)
          .leftJoin(orderPricingInputs, eq(orderPricingInputs.orderId, orders.id))
          .where(after === undefined ? undefined : gt(orders.id, after))
          .orderBy(asc(orders.id))
          .limit(limit);
        const rules = await rulesOf(rows);
        return rows.map(({ id, number, status, paymentStatus, total, currency, document, ...row }) => ({
          id,
          columns: { number, status, paymentStatus, total: { amount: total, currency } },
          ...readable(document),
          ...inputFrom(row, rules),
          attempts: ((row.attempts ?? []) as readonly AttemptRow[]).map(attemptFrom),
          documents: ((row.documents ?? []) as readonly DocumentRow[]).map((each) => documentFrom(id, each)),
        }));
      }),
    documentSequences: () =>
      tryQuery(async () => {
        const sequences: DocumentSequence[] = [];
        for (const kind of ['invoice', 'credit-note'] as const) {
          const [row] = await db.select(sequenceOf(kind)).from(oneRow);
          if (row !== undefined) sequences.push({ kind, ...row });
        }
        return sequences;
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
const parsed = (value: unknown) => (typeof value === 'string' ? JSON.parse(value) : value);

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

type DocumentRow = Pick<IssuedDocument, 'number' | 'kind' | 'counter' | 'taxes'> & {
  readonly subject: string | null;
  /** Seconds since 1970. */
  readonly issued: number;
  readonly amount: number;
  readonly currency: string;
  readonly content: DocumentContent | null;
  readonly is_content_changed: boolean | null;
  readonly is_pdf_changed: boolean | null;
};
const { content, contentHash, pdf, pdfHash } = issuedDocuments;
const documentsOf = sql<unknown>`(
  select json_agg(json_build_object('number', ${issuedDocuments.number}, 'kind', ${issuedDocuments.kind},
    'counter', ${issuedDocuments.counter}, 'subject', ${issuedDocuments.subject},
    'issued', extract(epoch from ${issuedDocuments.issuedAt}), 'amount', ${issuedDocuments.amount},
    'currency', ${issuedDocuments.currency}, 'taxes', ${issuedDocuments.taxes}, 'content', ${content},
    'is_content_changed', sha256(convert_to(${content}::text, 'UTF8')) <> ${contentHash},
    'is_pdf_changed', sha256(${pdf}) <> ${pdfHash})
    order by ${issuedDocuments.kind} desc, ${issuedDocuments.counter})
  from ${issuedDocuments} where ${issuedDocuments.orderId} = ${orders.id})`;

function documentFrom(orderId: string, { issued, ...row }: DocumentRow): BookedDocument {
  const { number, kind, counter, subject, amount, currency, taxes } = row;
  const issuedAt = new Date(Math.round(issued * 1000)).toISOString();
  return {
    document: documentOf({ number, kind, counter, orderId, subject, issuedAt, amount, currency, taxes }),
    ...(row.content === null ? {} : { content: row.content }),
    changed: [
      ...(row.is_content_changed === true ? (['content'] as const) : []),
      ...(row.is_pdf_changed === true ? (['pdf'] as const) : []),
    ],
  };
}

/** The sequence of a kind. Of each list the first twenty are read. */
function sequenceOf(kind: DocumentKind) {
  const ofKind = sql`from ${issuedDocuments} where ${issuedDocuments.kind} = ${kind}`;
  const last = sql<number>`coalesce((select ${documentCounters.last} from ${documentCounters}
    where ${documentCounters.kind} = ${kind}), 0)`;
  const highest = sql<number>`coalesce((select max(${issuedDocuments.counter}) ${ofKind}), 0)`;
  const listed = (counters: SQL) => sql<number[]>`to_json(array(${counters} order by 1 limit 20))`.mapWith(parsed);
  return {
    last,
    highest,
    missing: listed(sql`select taken from generate_series(1, greatest(${last}, ${highest})) as taken
      where not exists (select ${ofKind} and ${issuedDocuments.counter} = taken)`),
    repeated: listed(sql`select ${issuedDocuments.counter} ${ofKind} group by 1 having count(*) > 1`),
    withoutOrder: listed(sql`select ${issuedDocuments.counter} ${ofKind}
      and not exists (select from ${orders} where ${orders.id} = ${issuedDocuments.orderId})`),
  };
}

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
