import type { OutboxFeed } from '@cartwright/application';
import { afterNoon, freshId, noon, usd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { subjectForEachTest } from '@cartwright/application/contracts/unit-of-work/subject';
import { err, ok, type Result } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import type { FakeClock } from '../src/in-memory/fake-clock.js';
import {
  confirmSandboxPayment,
  refundSandboxPayment,
  type SandboxPayment,
} from '../src/sandbox-payments/sandbox-payment.js';
import type { SandboxPaymentStore } from '../src/sandbox-payments/sandbox-payment-store.js';
import { sampleSandboxPayment } from './sample-sandbox-payment.js';

export type SandboxPaymentStoreSubject = {
  /** Empty each time. */
  readonly store: SandboxPaymentStore;
  /** Of the same storage. */
  readonly feed: OutboxFeed;
  /** What the feed's leases and delays are measured by. */
  readonly clock: FakeClock;
  readonly dispose: () => Promise<void>;
};

/** What every `SandboxPaymentStore` promises. `makeSubject` is called before each test. */
export const describeSandboxPaymentStoreContract = (
  name: string,
  makeSubject: () => Promise<SandboxPaymentStoreSubject>,
): void => {
  describe(`${name} as the sandbox's memory`, () => {
    const subject = subjectForEachTest(makeSubject);

    const create = async (facts: Partial<Omit<SandboxPayment, 'method'>> = {}): Promise<SandboxPayment> =>
      valueOf(await subject().store.create(sampleSandboxPayment(facts)));
    const raise = (at = noon) => ({ eventId: `sbx_evt_${freshId()}`, at });
    const pay = (paymentId: string) =>
      subject().store.change({ paymentId }, (payment) => confirmSandboxPayment(payment, { type: 'captured' }, raise()));
    const decline = (paymentId: string) =>
      subject().store.change({ paymentId }, (payment) =>
        confirmSandboxPayment(payment, { type: 'failed', reason: 'card_declined' }, raise()),
      );
    const refund = (reference: string, amount: number, refundId: string, at = noon) =>
      subject().store.change({ reference }, (payment) =>
        refundSandboxPayment(payment, { refundId, reference: `sbx_ref_${freshId()}`, amount: usd(amount) }, raise(at)),
      );
    /** The payment as it is kept, read by a change that changes nothing. */
    const read = async (paymentId: string): Promise<SandboxPayment> =>
      valueOf(await subject().store.change({ paymentId }, (payment) => ok({ payment }))).payment;
    const raisedIds = async (): Promise<readonly string[]> =>
      valueOf(await subject().feed.claim(100, 60_000)).map(({ event }) =>
        event.type === 'payments.sandbox-event-raised' ? event.eventId : event.type,
      );

    it('keeps a payment as it was made', async () => {
      const payment = await create();
      await create();
      expect(await read(payment.id)).toStrictEqual(payment);
      expect(await raisedIds()).toEqual([]);
    });

    it('keeps the first of two payments with one id, and answers it as it now is', async () => {
      const first = await create();
      valueOf(await pay(first.id));
      const second = await create({ id: first.id, amount: usd(5) });
      expect(second).toStrictEqual({ ...first, status: 'succeeded', capturedAt: noon });
      expect(await read(first.id)).toStrictEqual(second);
    });

    it('keeps one of many payments with one id that are made at once', async () => {
      const id = freshId();
      const made = await Promise.all(Array.from({ length: 4 }, () => create({ id })));
      expect(new Set(made.map(({ reference }) => reference)).size).toBe(1);
    });

    it('keeps a payment’s change together with its event, and tells the shop once', async () => {
      const payment = await create();
      const { event } = valueOf(await pay(payment.id));
      expect(await read(payment.id)).toStrictEqual({ ...payment, status: 'succeeded', capturedAt: noon });
      expect(valueOf(await subject().store.findEvent(event.eventId))).toStrictEqual(event);
      expect(await raisedIds()).toEqual([event.eventId]);
    });

    it('leaves an event in the outbox for as long as its teller needs', async () => {
      const payment = await create();
      const change = confirmSandboxPayment(payment, { type: 'captured' }, raise(subject().clock.now()));
      valueOf(await subject().store.change({ paymentId: payment.id }, () => change, { afterMs: 2000 }));
      subject().clock.advance(1999);
      expect(await raisedIds()).toEqual([]);
      subject().clock.advance(1);
      expect(await raisedIds()).toHaveLength(1);
    });

    it('reports the end of a delayed payment to the shop when it comes', async () => {
      const payment = await create();
      const delayed = { type: 'processing', ends: { type: 'captured' } } as const;
      const delay = { eventId: `sbx_evt_${freshId()}`, afterMs: 5000 };
      const change = confirmSandboxPayment(payment, delayed, raise(subject().clock.now()), delay);
      const { event, later } = valueOf(await subject().store.change({ paymentId: payment.id }, () => change));
      expect(valueOf(await subject().store.findEvent(delay.eventId))).toStrictEqual(later);
      expect(await raisedIds()).toEqual([event.eventId]);
      subject().clock.advance(4999);
      expect(await raisedIds()).toEqual([]);
      subject().clock.advance(1);
      expect(await raisedIds()).toEqual([delay.eventId]);
    });

    it('keeps a declined payment open for another try, and tells the shop of each', async () => {
      const payment = await create();
      const declined = valueOf(await decline(payment.id)).event;
      expect(await read(payment.id)).toStrictEqual({ ...payment, lastFailure: { reason: 'card_declined', at: noon } });
      const captured = valueOf(await pay(payment.id)).event;
      expect(await raisedIds()).toEqual([declined.eventId, captured.eventId]);
      expect(valueOf(await subject().store.findEvent(declined.eventId))).toMatchObject({
        type: 'payment.failed',
        reason: 'card_declined',
      });
    });

    it('keeps nothing of a change that was refused, and tells the shop nothing', async () => {
      const payment = await create();
      const paid = valueOf(await pay(payment.id));
      const refused = (await pay(payment.id))._unsafeUnwrapErr();
      expect(refused).toEqual({ type: 'sandbox-payment.already-succeeded', paymentId: payment.id });
      expect(await raisedIds()).toEqual([paid.event.eventId]);
    });

    it('keeps nothing of a change that throws', async () => {
      const payment = await create();
      const change = subject().store.change(
        { paymentId: payment.id },
        (): Result<{ payment: SandboxPayment }, never> => {
          throw new Error('a defect');
        },
      );
      await expect(Promise.resolve(change)).rejects.toThrow('a defect');
      expect(await read(payment.id)).toStrictEqual(payment);
      expect((await pay(payment.id)).isOk()).toBe(true);
    });

    it('lets one of many confirmations at once take effect', async () => {
      const payment = await create();
      const answers = await Promise.all(Array.from({ length: 5 }, () => pay(payment.id)));
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
      expect(await raisedIds()).toHaveLength(1);
    });

    it('finds a payment by the sandbox’s own id, and keeps its refunds', async () => {
      const payment = await create();
      valueOf(await pay(payment.id));
      await raisedIds();
      const first = valueOf(await refund(payment.reference, 1_000, freshId()));
      const second = valueOf(await refund(payment.reference, 999, freshId()));
      expect((await read(payment.id)).refunds).toStrictEqual([first.refund, second.refund]);
      expect(await raisedIds()).toEqual([first.event?.eventId, second.event?.eventId]);
      expect(valueOf(await subject().store.findEvent(second.event?.eventId ?? ''))).toStrictEqual(second.event);
    });

    it('tells the shop nothing of a refund that is repeated, also at once', async () => {
      const [payment, refundId] = [await create(), freshId()];
      valueOf(await pay(payment.id));
      await raisedIds();
      const refunds = await Promise.all(Array.from({ length: 4 }, () => refund(payment.reference, 1_000, refundId)));
      expect(new Set(refunds.map((result) => valueOf(result).refund.reference)).size).toBe(1);
      expect((await read(payment.id)).refunds).toHaveLength(1);
      expect(await raisedIds()).toHaveLength(1);
    });

    it('finds a payment by either id', async () => {
      const payment = await create();
      await create();
      expect(valueOf(await subject().store.find({ paymentId: payment.id }))).toStrictEqual(payment);
      expect(valueOf(await subject().store.find({ reference: payment.reference }))).toStrictEqual(payment);
      expect(valueOf(await subject().store.find({ paymentId: payment.reference }))).toBeUndefined();
      expect(valueOf(await subject().store.find({ reference: '\0' }))).toBeUndefined();
    });

    it('lists what was made or refunded in a period by id, page after page', async () => {
      const { store } = subject();
      const refunded = await create({ id: 'b', createdAt: afterNoon(-60) });
      valueOf(await pay(refunded.id));
      valueOf(await refund(refunded.reference, 100, freshId(), afterNoon(30)));
      await create({ id: 'c', createdAt: afterNoon(-1) });
      await create({ id: 'd', createdAt: afterNoon(60) });
      // Code points, not a dictionary's order: capitals come first.
      await create({ id: 'Z', createdAt: noon });
      await create({ id: 'a', createdAt: afterNoon(59) });
      const idsBetween = async (page: { readonly after?: string; readonly limit: number }) =>
        valueOf(await store.madeBetween({ from: noon, to: afterNoon(60) }, page)).map(({ id }) => id);
      expect(await idsBetween({ limit: 2 })).toEqual(['Z', 'a']);
      expect(await idsBetween({ limit: 2, after: 'a' })).toEqual(['b']);
    });

    it('knows nothing of payments and events that do not exist, whatever their ids look like', async () => {
      await create();
      for (const id of [freshId(), 'no such payment', '']) {
        expect((await pay(id))._unsafeUnwrapErr()).toEqual({ type: 'sandbox-payment.not-found' });
        const byReference = await subject().store.change({ reference: id }, () => err('never asked' as const));
        expect(byReference._unsafeUnwrapErr()).toEqual({ type: 'sandbox-payment.not-found' });
        expect(valueOf(await subject().store.findEvent(id))).toBeUndefined();
      }
    });
  });
};
