import type { FoundPayment, PaymentAttempt, PaymentLookup, PaymentRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { and, asc, eq, gt, gte, lt, sql, type SQL } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { orders, payments } from '../schema.js';
import { isStorable, isUuid, uuidList, uuidOrNull } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** Attempts to pay in the table `payments`. */
export const makeDrizzlePaymentRecords = (tx: Database): PaymentRecords => {
  const set = (id: string, facts: Partial<typeof payments.$inferInsert>): ResultAsync<void, never> =>
    query(async () => {
      if (isUuid(id)) await tx.update(payments).set(facts).where(eq(payments.id, id));
    });

  return {
    find: (id) =>
      query(async () => {
        if (!isUuid(id)) return undefined;
        const [row] = await tx.select().from(payments).where(eq(payments.id, id));
        return row && attemptOf(row);
      }),
    lookUp: (lookup) =>
      query(async () => {
        const [found] = await paymentsAmongLookups(tx, [lookup]);
        return found ?? {};
      }),
    setReference: (id, reference) => set(id, { reference }),
    setEnded: (id, endedAt) => set(id, { endedAt }),
    ofOrder: (orderId) =>
      query(async () => {
        if (!isUuid(orderId)) return [];
        const rows = await tx.select().from(payments).where(eq(payments.orderId, orderId)).orderBy(asc(payments.id));
        return rows.map(attemptOf);
      }),
    createdBetween: ({ provider, from, to }, { after, limit }) =>
      query(async () => {
        if (after !== undefined && !isUuid(after)) return [];
        const rows = await tx
          .select()
          .from(payments)
          .where(
            and(
              eq(payments.provider, provider),
              gte(payments.createdAt, from),
              lt(payments.createdAt, to),
              after === undefined ? undefined : gt(payments.id, after),
            ),
          )
          .orderBy(asc(payments.id))
          .limit(limit);
        return rows.map(attemptOf);
      }),
  };
};

const paymentsById = preparedOnce((db) =>
  db
    .select()
    .from(payments)
    .where(sql`${payments.id} = any(${sql.placeholder('ids')}::uuid[])`)
    .prepare('payments_by_id'),
);

/** Those of the attempts that exist, by id. */
export async function paymentsAmong(
  db: Database,
  ids: readonly string[],
): Promise<ReadonlyMap<string, PaymentAttempt>> {
  const rows = await paymentsById(db).execute({ ids: uuidList(ids) });
  return new Map(rows.map((row) => [row.id, attemptOf(row)]));
}

const paymentsByOrder = preparedOnce((db) =>
  db
    .select()
    .from(payments)
    .where(sql`${payments.orderId} = any(${sql.placeholder('orderIds')}::uuid[])`)
    .prepare('payments_by_order'),
);

/** The attempts of each order that has any, in the order in which they were made. */
export async function paymentsOfOrders(
  db: Database,
  orderIds: readonly string[],
): Promise<ReadonlyMap<string, readonly PaymentAttempt[]>> {
  const rows = await paymentsByOrder(db).execute({ orderIds: uuidList(orderIds) });
  const found = new Map<string, PaymentAttempt[]>();
  for (const attempt of attemptsOf(rows)) found.set(attempt.orderId, [...(found.get(attempt.orderId) ?? []), attempt]);
  return found;
}

const paymentLookups = preparedOnce((db) => {
  const asked = sql`asked.provider`;
  const one = (columns: SQL, name: string) => db.select().from(payments).where(columns).limit(1).as(name);
  const byId = one(and(eq(payments.id, sql`asked.payment_id`), eq(payments.provider, asked)) ?? sql`false`, 'by_id');
  const referredBy = (column: typeof payments.reference | typeof payments.captureReference) =>
    db
      .select()
      .from(payments)
      .where(and(eq(column, sql`asked.reference`), eq(payments.provider, asked)));
  const byReference = referredBy(payments.reference)
    .unionAll(referredBy(payments.captureReference))
    .limit(1)
    .as('by_reference');
  const order = db
    .select({ order: orders.document, version: orders.version })
    .from(orders)
    .where(eq(orders.id, sql`coalesce(asked.order_id, by_id.order_id, by_reference.order_id)`))
    .limit(1)
    .as('stored');
  return db
    .select({
      ordinal: sql<number>`asked.ordinal`,
      byId: byId._.selectedFields,
      byReference: byReference._.selectedFields,
      stored: order._.selectedFields,
    })
    .from(
      sql`jsonb_to_recordset(${sql.placeholder('asked')}::jsonb) as asked (
        ordinal integer, order_id uuid, payment_id uuid, provider text, reference text
      )`,
    )
    .leftJoinLateral(byId, sql`true`)
    .leftJoinLateral(byReference, sql`true`)
    .leftJoinLateral(order, sql`true`)
    .prepare('payment_lookups');
});

/** The order and the attempts of each lookup, in the order of the lookups. */
export async function paymentsAmongLookups(
  db: Database,
  lookups: readonly PaymentLookup[],
): Promise<readonly FoundPayment[]> {
  const asked = lookups.map(({ orderId, paymentId, provider, reference }, ordinal) => ({
    ordinal,
    order_id: uuidOrNull(orderId),
    payment_id: uuidOrNull(paymentId),
    provider,
    reference: isStorable(reference) ? reference : null,
  }));
  const rows = await paymentLookups(db).execute({ asked: JSON.stringify(asked) });
  const found = new Map(rows.map(({ ordinal, ...row }) => [ordinal, row]));
  return lookups.map(({ orderId }, ordinal) => {
    const { byId = null, byReference = null, stored = null } = found.get(ordinal) ?? {};
    // An order id that no order can have: its attempt's order must not take its place.
    const isOrderNamed = orderId === undefined || isUuid(orderId);
    return {
      ...(stored === null || !isOrderNamed ? {} : { stored }),
      ...(byId === null ? {} : { byId: attemptOf(byId) }),
      ...(byReference === null ? {} : { byReference: attemptOf(byReference) }),
    };
  });
}

/**
 * In the order in which they were made. Sorted here: for that order the database may go through all payments by their
 * ids (`byKey`).
 */
const attemptsOf = (rows: readonly (typeof payments.$inferSelect)[]): readonly PaymentAttempt[] =>
  rows.map(attemptOf).sort((left, right) => compareIds(left.id, right.id));

/** An attempt as a row of `payments`. */
export const paymentRow = ({ amount: { amount, currency }, ...attempt }: PaymentAttempt) => ({
  id: attempt.id,
  orderId: attempt.orderId,
  provider: attempt.provider,
  method: attempt.method,
  amount,
  currency,
  successUrl: attempt.successUrl ?? null,
  cancelUrl: attempt.cancelUrl ?? null,
  reference: attempt.reference ?? null,
  captureReference: attempt.captureReference ?? null,
  endedAt: attempt.endedAt ?? null,
  createdAt: attempt.createdAt,
  dueAt: attempt.dueAt ?? null,
  ordinal: attempt.ordinal ?? null,
});

const attemptOf = ({
  amount,
  currency,
  successUrl,
  cancelUrl,
  reference,
  captureReference,
  endedAt,
  dueAt,
  ordinal,
  ...attempt
}: typeof payments.$inferSelect): PaymentAttempt => ({
  ...attempt,
  amount: { amount, currency },
  ...(successUrl === null ? {} : { successUrl }),
  ...(cancelUrl === null ? {} : { cancelUrl }),
  ...(reference === null ? {} : { reference }),
  ...(captureReference === null ? {} : { captureReference }),
  ...(endedAt === null ? {} : { endedAt }),
  ...(dueAt === null ? {} : { dueAt }),
  ...(ordinal === null ? {} : { ordinal }),
});
