import { msAfter, type Ids, type StorageUnavailable } from '@cartwright/application';
import { and, asc, eq, gt, gte, lt, or, sql, type SQL } from 'drizzle-orm';
import { err, errAsync, ok, ResultAsync, type Result } from 'neverthrow';
import type { SandboxPayment, SandboxPaymentChange } from '../../sandbox-payments/sandbox-payment.js';
import type {
  SandboxPaymentKey,
  SandboxPaymentNotFound,
  SandboxPaymentStore,
} from '../../sandbox-payments/sandbox-payment-store.js';
import { byKey, type Database } from '../connection/database.js';
import { inBatches } from '../../system/in-batches.js';
import { addSandboxPayments, keepSandboxChanges, lastRefundAt } from '../group-commit/keep-sandbox-changes.js';
import { keepTogether } from '../group-commit/keep-together.js';
import { makeDrizzleOutbox } from './outbox.js';
import { sandboxEvents, sandboxPayments } from '../schema.js';
import { isStorable } from '../connection/storable-text.js';
import { tryQuery } from '../connection/storage-failures.js';
import { transact } from '../connection/transact.js';

type Dependencies = {
  readonly db: Database;
  readonly ids: Ids;
  /** Called after each commit that left events in the outbox. */
  readonly onEventsCommitted?: () => void;
};

/**
 * The sandbox provider's memory, in tables beside the shop's. A change is decided on a plain read and kept in one statement,
 * which those of one moment share; who is overtaken decides again with the payment locked.
 */
export const makeDrizzleSandboxPaymentStore = ({ db, ids, onEventsCommitted }: Dependencies): SandboxPaymentStore => {
  const keep = keepTogether({ db, ids }, keepSandboxChanges, ({ seen }) => seen.id);
  const add = inBatches({ atOnce: 2, most: 32 }, (payments: readonly SandboxPayment[]) =>
    addSandboxPayments(byKey(db), payments),
  );
  const findByKey = async (key: SandboxPaymentKey): Promise<SandboxPayment | undefined> => {
    const where = matches(key);
    if (where === undefined) return undefined;
    const [row] = await byKey(db).select().from(sandboxPayments).where(where);
    return row?.document;
  };
  const changeLocked = <C extends SandboxPaymentChange, E>(
    key: SandboxPaymentKey,
    decide: (payment: SandboxPayment) => Result<C, E>,
    relay: { readonly afterMs: number } | undefined,
  ) =>
    transact({ db }, (tx, onAdded) =>
      new ResultAsync<C, E | SandboxPaymentNotFound>(changeIn(tx, key, decide)).andThen((change) =>
        makeDrizzleOutbox(tx, { ids, onAdded, ...(relay === undefined ? {} : { relay }) })
          .add(change.event === undefined ? [] : [raised(change.event)])
          .map(() => change),
      ),
    )
      .andTee(({ eventsAdded }) => {
        if (eventsAdded) onEventsCommitted?.();
      })
      .map(({ value }) => value);

  return {
    create: (payment) =>
      tryQuery(async () => {
        if (await add(payment)) return payment;
        const earlier = await findByKey({ paymentId: payment.id });
        if (earlier === undefined) throw new Error('a sandbox payment is never removed');
        return earlier;
      }),
    change: <C extends SandboxPaymentChange, E>(
      key: SandboxPaymentKey,
      decide: (payment: SandboxPayment) => Result<C, E>,
      relay?: { readonly afterMs: number },
    ) =>
      tryQuery(() => findByKey(key)).andThen(
        (seen): ResultAsync<C, E | SandboxPaymentNotFound | StorageUnavailable> => {
          if (seen === undefined) return errAsync({ type: 'sandbox-payment.not-found' });
          return decide(seen).asyncAndThen((change) => {
            const { payment, event } = change;
            if (event === undefined) return changeLocked(key, decide, relay);
            const notBefore = relay === undefined ? {} : { notBefore: msAfter(event.at, relay.afterMs) };
            return new ResultAsync(keep({ seen, payment, event, told: raised(event), ...notBefore }))
              .map(() => {
                if (relay === undefined) onEventsCommitted?.();
                return change;
              })
              .orElse((error) =>
                error.type === 'change.overtaken' ? changeLocked(key, decide, relay) : errAsync(error),
              );
          });
        },
      ),
    find: (key) => tryQuery(() => findByKey(key)),
    madeBetween: ({ from, to }, { after, limit }) =>
      tryQuery(async () => {
        const id = sql`${sandboxPayments.id} collate "C"`;
        const { createdAt, refundedAt } = sandboxPayments;
        // No refund is made before its payment, nor after its last one: two columns tell most payments apart.
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

const raised = ({ eventId, at }: { readonly eventId: string; readonly at: string }) =>
  ({ type: 'payments.sandbox-event-raised', eventId, at }) as const;

/** `undefined` for a key that nothing stored can have. */
function matches(key: SandboxPaymentKey): SQL | undefined {
  const text = 'paymentId' in key ? key.paymentId : key.reference;
  return isStorable(text) ? eq('paymentId' in key ? sandboxPayments.id : sandboxPayments.reference, text) : undefined;
}

async function changeIn<C extends SandboxPaymentChange, E>(
  tx: Database,
  key: SandboxPaymentKey,
  decide: (payment: SandboxPayment) => Result<C, E>,
): Promise<Result<C, E | SandboxPaymentNotFound>> {
  const where = matches(key);
  if (where === undefined) return err({ type: 'sandbox-payment.not-found' });
  const [row] = await tx.select().from(sandboxPayments).where(where).for('update');
  if (row === undefined) return err({ type: 'sandbox-payment.not-found' });

  const decided = decide(row.document);
  if (decided.isErr()) return err(decided.error);
  const { payment, event } = decided.value;
  await tx
    .update(sandboxPayments)
    .set({ document: payment, refundedAt: lastRefundAt(payment) })
    .where(eq(sandboxPayments.id, row.id));
  if (event !== undefined) await tx.insert(sandboxEvents).values({ eventId: event.eventId, document: event });
  return ok(decided.value);
}
