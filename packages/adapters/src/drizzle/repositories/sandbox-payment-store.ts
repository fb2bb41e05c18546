import type { Ids, StorageUnavailable } from '@cartwright/application';
import { and, asc, eq, gt, gte, lt, or, sql } from 'drizzle-orm';
import { err, errAsync, ResultAsync, type Result } from 'neverthrow';
import type { SandboxPayment, SandboxPaymentChange } from '../../sandbox-payments/sandbox-payment.js';
import type {
  SandboxPaymentKey,
  SandboxPaymentNotFound,
  SandboxPaymentStore,
} from '../../sandbox-payments/sandbox-payment-store.js';
import { byKey, type Database } from '../connection/database.js';
import { writeSandboxPayments, type SandboxWrite } from '../group-commit/sandbox-steps.js';
import { makeGroupCommit } from '../group-commit/group-commit.js';
import { sandboxEvents, sandboxPayments } from '../schema.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { isStorable } from '../connection/storable-text.js';
import { tryQuery } from '../connection/try-query.js';
import { transact } from '../connection/transact.js';

type Dependencies = {
  readonly db: Database;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox. */
  readonly onEventsCommitted?: () => void;
  /** The trace of what runs now, where traces are on. */
  readonly traceParent?: (() => string | undefined) | undefined;
};

/** What a change decided, and what it writes. */
type Decided<C> = { readonly result: C; readonly write: SandboxWrite };

/**
 * The sandbox provider's memory, in tables beside the shop's. A change is written optimistically, in a group commit;
 * after a conflict it is decided again with the payment locked.
 */
export const makeDrizzleSandboxPaymentStore = (dependencies: Dependencies): SandboxPaymentStore => {
  const { db, ids, onEventsCommitted, traceParent } = dependencies;
  const commitNew = makeGroupCommit({ db, ids }, writeSandboxPayments);
  const commitChange = makeGroupCommit({ db, ids }, writeSandboxPayments);
  const find = (key: SandboxPaymentKey) => tryQuery(async () => findIn(byKey(db), key));

  return {
    create: (payment) =>
      new ResultAsync(commitNew({ type: 'add', payment }))
        .map(() => payment)
        .orElse((error) => {
          if (error.type !== 'concurrency.conflict') return errAsync(error);
          return find({ paymentId: payment.id }).map((earlier) => {
            if (earlier === undefined) throw new Error('sandbox payment conflicts with one that does not exist');
            return earlier;
          });
        }),
    change: <C extends SandboxPaymentChange, E>(
      key: SandboxPaymentKey,
      decide: (payment: SandboxPayment) => Result<C, E>,
      relay?: { readonly afterMs: number },
    ): ResultAsync<C, E | SandboxPaymentNotFound | StorageUnavailable> => {
      const decideOn = (seen: SandboxPayment | undefined): Result<Decided<C>, E | SandboxPaymentNotFound> => {
        if (seen === undefined) return err({ type: 'sandbox-payment.not-found' });
        return decide(seen).map((result) => {
          const { payment, event, later } = result;
          const raised = event === undefined ? {} : { event, ...relay, traceParent: traceParent?.() };
          return {
            result,
            write: { type: 'change', seen, payment, ...raised, ...(later === undefined ? {} : { later }) },
          };
        });
      };
      const onCommitted = ({ event }: C): void => {
        if (event !== undefined && relay === undefined) onEventsCommitted?.();
      };
      const underLock = () =>
        transact({ db }, (tx) => new ResultAsync(writeUnderLock(tx, ids, key, decideOn))).map(({ value }) => value);
      return find(key)
        .andThen(decideOn)
        .andThen(({ result, write }) =>
          new ResultAsync(commitChange(write))
            .map(() => result)
            .orElse((error) => (error.type === 'concurrency.conflict' ? underLock() : errAsync(error))),
        )
        .andTee(onCommitted);
    },
    find,
    madeBetween: ({ from, to }, { after, limit }) =>
      tryQuery(async () => {
        const id = sql`${sandboxPayments.id} collate "C"`;
        const { createdAt, refundedAt } = sandboxPayments;
        // No refund is made before its payment, nor after its last one: two columns exclude most payments.
        const refundedInside = sql`exists (
          select from jsonb_to_recordset(${sandboxPayments.document} -> 'refunds') as refund (at timestamptz)
          where refund.at >= ${from}::timestamptz and refund.at < ${to}::timestamptz)`;
        const rows = await db
          .select()
          .from(sandboxPayments)
          .where(
            and(
              or(
                and(gte(createdAt, from), lt(createdAt, to)),
                and(gte(refundedAt, from), lt(createdAt, to), refundedInside),
              ),
              after === undefined ? undefined : gt(id, after),
            ),
          )
          .orderBy(asc(id))
          .limit(limit);
        return rows.map(({ document }) => document);
      }),
    findEvent: (eventId) =>
      tryQuery(async () => {
        if (!isStorable(eventId)) return undefined;
        const [row] = await byKey(db).select().from(sandboxEvents).where(eq(sandboxEvents.eventId, eventId));
        return row?.document;
      }),
  };
};

/** `undefined` for a key that nothing stored can have. */
const whereKey = { paymentId: sandboxPayments.id, reference: sandboxPayments.reference } as const;

const found = (db: Database, by: keyof typeof whereKey) =>
  db
    .select({ document: sandboxPayments.document })
    .from(sandboxPayments)
    .where(eq(whereKey[by], sql.placeholder('key')));
const foundBy = {
  paymentId: preparedOnce((db) => found(db, 'paymentId').prepare('sandbox_payment_by_id')),
  reference: preparedOnce((db) => found(db, 'reference').prepare('sandbox_payment_by_reference')),
} as const;

async function findIn(db: Database, key: SandboxPaymentKey, lock = false): Promise<SandboxPayment | undefined> {
  const [by, text] =
    'paymentId' in key ? (['paymentId', key.paymentId] as const) : (['reference', key.reference] as const);
  if (!isStorable(text)) return undefined;
  const [row] = lock
    ? await found(db, by).for('update').execute({ key: text })
    : await foundBy[by](db).execute({ key: text });
  return row?.document;
}

async function writeUnderLock<C, E>(
  tx: Database,
  ids: Ids,
  key: SandboxPaymentKey,
  decideOn: (seen: SandboxPayment | undefined) => Result<Decided<C>, E>,
): Promise<Result<C, E>> {
  const decided = decideOn(await findIn(tx, key, true));
  if (decided.isOk()) await writeSandboxPayments(tx, [decided.value.write], ids);
  return decided.map(({ result }) => result);
}
