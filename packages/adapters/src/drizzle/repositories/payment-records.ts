import type { PaymentAttempt, PaymentRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { and, asc, eq, gt, gte, lt, or, sql } from 'drizzle-orm';
import type { ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { payments } from '../schema.js';
import type { PaymentReference } from '../loaders/batched-reads.js';
import { isStorable, isUuid, uuidList } from '../connection/storable-text.js';
import { query } from '../connection/storage-failures.js';

/** Attempts to pay in the table `payments`. */
export const makeDrizzlePaymentRecords = (tx: Database): PaymentRecords => {
  const set = (id: string, facts: Partial<typeof payments.$inferInsert>): ResultAsync<void, never> =>
    query(async () => {
      if (isUuid(id)) await tx.update(payments).set(facts).where(eq(payments.id, id));
    });

  return {
    add: ({ amount: { amount, currency }, ...attempt }) =>
      query(async () => {
        await tx.insert(payments).values({ ...attempt, amount, currency });
      }),
    find: (id) =>
      query(async () => {
        if (!isUuid(id)) return undefined;
        const [row] = await tx.select().from(payments).where(eq(payments.id, id));
        return row && attemptOf(row);
      }),
    findByReference: (provider, reference) =>
      query(async () => {
        if (!isStorable(reference)) return undefined;
        const [row] = await tx
          .select()
          .from(payments)
          .where(
            or(
              and(eq(payments.provider, provider), eq(payments.captureReference, reference)),
              and(eq(payments.provider, provider), eq(payments.reference, reference)),
            ),
          )
          .orderBy(asc(payments.id))
          .limit(1);
        return row && attemptOf(row);
      }),
    setReference: (id, reference) => set(id, { reference }),
    setCaptureReference: (id, captureReference) => set(id, { captureReference }),
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

const paymentsByReference = preparedOnce((db) => {
  const referredBy = (column: typeof payments.reference | typeof payments.captureReference) =>
    db
      .select()
      .from(payments)
      .where(and(eq(payments.provider, sql`asked.provider`), eq(column, sql`asked.reference`)));
  const found = referredBy(payments.reference).unionAll(referredBy(payments.captureReference)).as('found');
  return db
    .select(found._.selectedFields)
    .from(sql`jsonb_to_recordset(${sql.placeholder('wanted')}::jsonb) as asked (provider text, reference text)`)
    .innerJoinLateral(found, sql`true`)
    .prepare('payments_by_reference');
});

/** The attempt with each reference, the first made of several. */
export async function paymentsAmongReferences(
  db: Database,
  asked: readonly PaymentReference[],
): Promise<readonly (PaymentAttempt | undefined)[]> {
  const wanted = JSON.stringify(asked.filter(({ reference }) => isStorable(reference)));
  const rows = await paymentsByReference(db).execute({ wanted });
  const attempts = attemptsOf(rows);
  return asked.map(({ provider, reference }) =>
    attempts.find(
      (attempt) =>
        attempt.provider === provider && (attempt.reference === reference || attempt.captureReference === reference),
    ),
  );
}

/** In the order in which they were made. Sorted here: for that order the database may go through all payments by their ids (`byKey`). */
const attemptsOf = (rows: readonly (typeof payments.$inferSelect)[]): readonly PaymentAttempt[] =>
  rows.map(attemptOf).sort((left, right) => compareIds(left.id, right.id));

const attemptOf = ({
  amount,
  currency,
  successUrl,
  cancelUrl,
  reference,
  captureReference,
  endedAt,
  ...attempt
}: typeof payments.$inferSelect): PaymentAttempt => ({
  ...attempt,
  amount: { amount, currency },
  ...(successUrl === null ? {} : { successUrl }),
  ...(cancelUrl === null ? {} : { cancelUrl }),
  ...(reference === null ? {} : { reference }),
  ...(captureReference === null ? {} : { captureReference }),
  ...(endedAt === null ? {} : { endedAt }),
});
