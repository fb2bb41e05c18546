import type { PaymentAttempt, StoredOrder } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, errorsOf, freshId, valueOf } from '../../sample-shop.js';
import type { MakeUnitOfWorkSubject } from '../subject.js';
import { attemptFor, commitSubject, conflict, sampleRequest, tomorrow, type CommitWay } from './ways.js';

export const describeCommitsOfPayments = (makeSubject: MakeUnitOfWorkSubject, way: CommitWay): void => {
  describe('of a payment', () => {
    const { addOrder, addPayment, claim, commit, commitAll, findPayment, outcomeOf, unitOfWork } = commitSubject(
      makeSubject,
      way,
    );
    /** What is written before the provider is called. */
    const beginning = (
      { order, version }: StoredOrder,
      { attempt = attemptFor(order), request = sampleRequest() } = {},
    ) =>
      ({
        request: { type: 'hold', request, resourceId: attempt.id, until: afterNoon(30), expiresAt: tomorrow },
        order: { type: 'unchanged', id: order.id, version },
        payment: { type: 'add', attempt },
      }) as const;
    /** What is written once the provider has responded. */
    const starting = (
      { payment: { attempt }, request: { request } }: ReturnType<typeof beginning>,
      outcome = '{"a": 1}',
    ) =>
      ({
        request: { type: 'finish', request, resourceId: attempt.id, outcome, expiresAt: tomorrow },
        payment: { type: 'note', id: attempt.id, reference: `sbx_${attempt.id}` },
      }) as const;

    it('add it, by a card and by a checkout, and hold its key for it', async () => {
      const stored = await addOrder();
      const card = beginning(stored);
      const attempt: PaymentAttempt = attemptFor(stored.order, {
        method: 'checkout',
        successUrl: 'https://shop.example/paid',
        cancelUrl: 'https://shop.example/',
      });
      const checkout = beginning(stored, { attempt });
      for (const change of [card, checkout]) {
        valueOf(await commit(change));
        expect(await findPayment(change.payment.attempt.id)).toStrictEqual(change.payment.attempt);
      }
      expect((await claim(card.request.request))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
      expect(valueOf(await claim(card.request.request, afterNoon(30)))).toStrictEqual({
        type: 'fresh',
        resourceId: card.payment.attempt.id,
      });
    });

    it('conflict with a change of its order, and then leave the key free', async () => {
      const stored = await addOrder();
      valueOf(await commit({ order: { type: 'change', order: stored.order, version: 1 } }));
      const change = beginning(stored);
      expect(await outcomeOf(change)).toEqual(conflict);
      expect(await findPayment(change.payment.attempt.id)).toBeUndefined();
      expect(valueOf(await claim(change.request.request))).toStrictEqual({ type: 'fresh' });
    });

    it('add one of many concurrent ones under one key', async () => {
      const stored = await addOrder();
      const request = sampleRequest();
      const changes = Array.from({ length: 6 }, () => beginning(stored, { request }));
      const results = await commitAll(changes);
      expect(errorsOf(results)).toEqual(Array.from({ length: 5 }, () => conflict));
      const winners = changes.filter((_change, index) => results[index]?.isOk());
      const attempts = valueOf(await unitOfWork().read(({ payments }) => payments.ofOrder(stored.order.id)));
      expect(attempts).toStrictEqual(winners.map(({ payment }) => payment.attempt));
    });

    it('add several of one order concurrently, under a key each', async () => {
      const stored = await addOrder();
      expect(errorsOf(await commitAll([beginning(stored), beginning(stored), beginning(stored)]))).toEqual([]);
    });

    it("note the provider's ids, each by itself, and finish the request", async () => {
      const change = beginning(await addOrder());
      const { attempt } = change.payment;
      valueOf(await commit(change));
      valueOf(await commit(starting(change)));
      const started = { ...attempt, reference: `sbx_${attempt.id}` };
      expect(await findPayment(attempt.id)).toStrictEqual(started);
      expect(valueOf(await claim(change.request.request))).toStrictEqual({ type: 'finished', outcome: '{"a": 1}' });
      valueOf(await commit({ payment: { type: 'note', id: attempt.id, captureReference: 'sbx_2' } }));
      expect(await findPayment(attempt.id)).toStrictEqual({ ...started, captureReference: 'sbx_2' });
      valueOf(await commit({ payment: { type: 'note', id: attempt.id, reference: 'a', captureReference: 'b' } }));
      expect(await findPayment(attempt.id)).toStrictEqual({ ...attempt, reference: 'a', captureReference: 'b' });
      valueOf(await commit({ payment: { type: 'note', id: attempt.id, endedAt: afterNoon(5) } }));
      expect(await findPayment(attempt.id)).toMatchObject({ reference: 'a', endedAt: afterNoon(5) });
    });

    it('conflict for a second attempt of an order with the same ordinal', async () => {
      const first = { ...attemptFor((await addOrder()).order), ordinal: 1 };
      valueOf(await commit({ payment: { type: 'add', attempt: first } }));
      expect(await findPayment(first.id)).toStrictEqual(first);
      const second = { ...first, id: freshId() };
      expect(await outcomeOf({ payment: { type: 'add', attempt: second } })).toEqual(conflict);
      expect(await findPayment(second.id)).toBeUndefined();
      valueOf(await commit({ payment: { type: 'add', attempt: { ...second, ordinal: 2 } } }));
    });

    it('conflict for a payment that does not exist', async () => {
      expect(await outcomeOf({ payment: { type: 'note', id: freshId(), reference: 'sbx_1' } })).toEqual(conflict);
    });

    it('conflict when the key is held for another payment by now, is free, or is finished', async () => {
      const stored = await addOrder();
      const change = beginning(stored);
      valueOf(await commit(change));
      const { request } = change.request;
      const resuming = unitOfWork().run(({ idempotency, commit: commitIn }) =>
        idempotency
          .claim(request, afterNoon(30))
          .andThen(() => commitIn({ request: { ...change.request, resourceId: freshId() } })),
      );
      valueOf(await resuming);
      expect(await outcomeOf(starting(change))).toEqual(conflict);
      expect(await findPayment(change.payment.attempt.id)).toStrictEqual(change.payment.attempt);
      valueOf(await unitOfWork().run(({ idempotency }) => idempotency.abandon(request)));
      expect(await outcomeOf(starting(change))).toEqual(conflict);

      const finished = beginning(stored);
      valueOf(await commit(finished));
      valueOf(await commit(starting(finished)));
      expect(await outcomeOf(starting(finished, 'late'))).toEqual(conflict);
      expect(valueOf(await claim(finished.request.request))).toStrictEqual({ type: 'finished', outcome: '{"a": 1}' });
      expect((await findPayment(finished.payment.attempt.id))?.reference).toBe(`sbx_${finished.payment.attempt.id}`);
    });

    it('note several payments concurrently', async () => {
      const { order } = await addOrder();
      const attempts = [await addPayment(order), await addPayment(order), await addPayment(order)];
      const changes = attempts.map(({ id }) => ({ payment: { type: 'note', id, reference: `sbx_${id}` } }) as const);
      expect(errorsOf(await commitAll(changes))).toEqual([]);
      const found = await Promise.all(attempts.map(({ id }) => findPayment(id)));
      expect(found.map((attempt) => attempt?.reference)).toEqual(attempts.map(({ id }) => `sbx_${id}`));
    });
  });
};
