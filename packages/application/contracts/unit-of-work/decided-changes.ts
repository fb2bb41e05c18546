import type { DecidedChange, PaymentAttempt, StoredCart, StoredOrder } from '@cartwright/application';
import type { CustomerId, Order } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { describe, expect, it } from 'vitest';
import { paid, sampleOrder } from '../sample-order.js';
import { addUser, afterNoon, errorsOf, freshId, noon, saveVariant, usd, sampleCart, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

const overtaken = { type: 'change.overtaken' };
const tomorrow = afterNoon(24 * 3_600);

export const describeDecidedChanges = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('changes that were decided before', () => {
    const subject = subjectForEachTest(makeSubject);
    const keep = (change: DecidedChange) => subject().unitOfWork.keep(change);
    /** What came of keeping it: nothing, or the error. */
    const outcomeOf = async (change: DecidedChange): Promise<unknown> =>
      (await keep(change)).match(
        () => 'kept',
        (error) => error,
      );
    const eventsLeft = async () => valueOf(await subject().feed.claim(100, 1)).map(({ event }) => event);

    describe('of a cart', () => {
      const findCart = async (id: string) => valueOf(await subject().unitOfWork.read(({ carts }) => carts.find(id)));
      const addCart = async (
        facts: Partial<StoredCart> & { readonly customerId?: CustomerId } = {},
      ): Promise<StoredCart> => {
        const stored = sampleCart(facts);
        valueOf(await subject().unitOfWork.run(({ carts }) => carts.add(stored)));
        return stored;
      };
      const withLine = (stored: StoredCart, variantId = freshId()): StoredCart => ({
        ...stored,
        cart: { ...stored.cart, lines: [...stored.cart.lines, { variantId, quantity: 1 }], couponCodes: ['tea'] },
        version: stored.version + 1,
        updatedAt: afterNoon(1),
      });

      it('open it, a guest’s and a customer’s', async () => {
        const { id: customerId } = await addUser(subject().unitOfWork);
        const [guests, customers] = [sampleCart({ tokenDigest: 'digest' }), sampleCart({ customerId })];
        for (const stored of [guests, customers]) {
          valueOf(await keep({ type: 'cart-opened', stored }));
          expect(await findCart(stored.cart.id)).toStrictEqual(stored);
        }
        const found = await subject().unitOfWork.read(({ carts }) => carts.findOpenOf(customerId));
        expect(valueOf(found)).toStrictEqual(customers);
      });

      it('are overtaken by the open cart that their customer has, also by one that comes at the same time', async () => {
        const { id: customerId } = await addUser(subject().unitOfWork);
        const answers = await Promise.all(
          Array.from({ length: 6 }, () => keep({ type: 'cart-opened', stored: sampleCart({ customerId }) })),
        );
        expect(errorsOf(answers)).toEqual(Array.from({ length: 5 }, () => overtaken));
        const late = sampleCart({ customerId });
        expect(await outcomeOf({ type: 'cart-opened', stored: late })).toEqual(overtaken);
        expect(await findCart(late.cart.id)).toBeUndefined();
      });

      it('are kept: its lines, its codes, its next version', async () => {
        const stored = await addCart({ tokenDigest: 'digest' });
        const next = withLine(stored);
        valueOf(await keep({ type: 'cart-changed', stored: next }));
        expect(await findCart(stored.cart.id)).toStrictEqual(next);
      });

      it('are overtaken by another change of it, and by its order', async () => {
        const [stored, ordered] = [await addCart(), await addCart({ status: 'ordered' })];
        const [first, second] = [withLine(stored), withLine(stored)];
        valueOf(await keep({ type: 'cart-changed', stored: first }));
        expect(await outcomeOf({ type: 'cart-changed', stored: second })).toEqual(overtaken);
        expect(await findCart(stored.cart.id)).toStrictEqual(first);
        expect(await outcomeOf({ type: 'cart-changed', stored: withLine(ordered) })).toEqual(overtaken);
        expect(await findCart(ordered.cart.id)).toStrictEqual(ordered);
        expect(await outcomeOf({ type: 'cart-changed', stored: withLine(sampleCart()) })).toEqual(overtaken);
      });

      it('are kept once of many to one cart at once, and hinder no other cart', async () => {
        const [busy, ...others] = await Promise.all(Array.from({ length: 9 }, () => addCart()));
        if (busy === undefined) throw new Error('nine carts were added');
        const rivals = Array.from({ length: 8 }, () => withLine(busy));
        const answers = await Promise.all(
          [...rivals, ...others.map((stored) => withLine(stored))].map((stored) =>
            keep({ type: 'cart-changed', stored }),
          ),
        );
        expect(answers.slice(0, 8).filter((answer) => answer.isOk())).toHaveLength(1);
        expect(errorsOf(answers.slice(8))).toEqual([]);
        expect(rivals).toContainEqual(await findCart(busy.cart.id));
        for (const { cart } of others)
          expect(await findCart(cart.id)).toMatchObject({ version: 2, cart: { lines: [{ quantity: 1 }] } });
      });
    });

    const addOrder = async (): Promise<StoredOrder> => {
      const { unitOfWork } = subject();
      const order = await sampleOrder(unitOfWork, {
        lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }],
      });
      valueOf(await unitOfWork.run(({ orders }) => orders.add(order)));
      return { order, version: 1 };
    };
    const findOrder = async (id: string) => valueOf(await subject().unitOfWork.read(({ orders }) => orders.find(id)));
    const findPayment = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ payments }) => payments.find(id)));
    const attemptFor = ({ id: orderId }: Order, facts: Partial<PaymentAttempt> = {}): PaymentAttempt => ({
      id: freshId(),
      orderId,
      provider: 'sandbox',
      method: 'card',
      amount: usd(2_498),
      createdAt: noon,
      ...facts,
    });

    describe('of a payment', () => {
      const makeRequest = () => ({ caller: 'ada', key: freshId(), fingerprint: 'POST payments' });
      const held = { until: afterNoon(30), expiresAt: tomorrow };
      const begun = (
        { order, version }: StoredOrder,
        facts: Partial<Extract<DecidedChange, { type: 'payment-begun' }>> = {},
      ) =>
        ({
          type: 'payment-begun',
          attempt: attemptFor(order),
          orderVersion: version,
          request: makeRequest(),
          held,
          ...facts,
        }) as const;
      const started = ({ attempt: { id: paymentId }, request }: ReturnType<typeof begun>) =>
        ({
          type: 'payment-started',
          paymentId,
          reference: `sbx_${paymentId}`,
          request,
          finished: { outcome: '{"a": 1}', expiresAt: tomorrow },
        }) as const;
      const claim = ({ request }: ReturnType<typeof begun>, at = noon) =>
        subject().unitOfWork.run(({ idempotency }) => idempotency.claim(request, at));

      it('begin it and hold its key for it', async () => {
        const change = begun(await addOrder());
        const checkout = begun(await addOrder(), {});
        const pages = {
          method: 'checkout',
          successUrl: 'https://shop.example/paid',
          cancelUrl: 'https://shop.example/',
        } as const;
        const attempt = { ...checkout.attempt, ...pages };
        valueOf(await keep(change));
        valueOf(await keep({ ...checkout, attempt }));
        expect(await findPayment(change.attempt.id)).toStrictEqual(change.attempt);
        expect(await findPayment(attempt.id)).toStrictEqual(attempt);
        expect((await claim(change))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
        const reused = { ...change, request: { ...change.request, fingerprint: 'another' } };
        expect((await claim(reused))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.key-reused' });
        expect(valueOf(await claim(change, afterNoon(30)))).toStrictEqual({
          type: 'fresh',
          resourceId: change.attempt.id,
        });
      });

      it('are overtaken by a change of the order, and then leave the key free', async () => {
        const stored = await addOrder();
        valueOf(
          await subject().unitOfWork.run(({ orders }) =>
            orders.lock(stored.order.id).andThen(() => orders.save(paid(stored.order))),
          ),
        );
        const change = begun(stored);
        expect(await outcomeOf(change)).toEqual(overtaken);
        expect(await findPayment(change.attempt.id)).toBeUndefined();
        expect(valueOf(await claim(change))).toStrictEqual({ type: 'fresh' });
      });

      it('are overtaken by whoever has the key, held or finished, also by one who comes at the same time', async () => {
        const stored = await addOrder();
        const request = makeRequest();
        const changes = Array.from({ length: 6 }, () => begun(stored, { request }));
        const answers = await Promise.all(changes.map((change) => keep(change)));
        const winners = changes.filter((_change, index) => answers[index]?.isOk());
        expect(winners).toHaveLength(1);
        const attempts = valueOf(await subject().unitOfWork.read(({ payments }) => payments.ofOrder(stored.order.id)));
        expect(attempts).toStrictEqual(winners.map(({ attempt }) => attempt));
        for (const winner of winners) valueOf(await keep(started(winner)));
        expect(await outcomeOf(begun(stored, { request }))).toEqual(overtaken);
      });

      it('begin several of one order, which pays it by whichever comes first', async () => {
        const stored = await addOrder();
        const answers = await Promise.all([begun(stored), begun(stored)].map((change) => keep(change)));
        expect(errorsOf(answers)).toEqual([]);
      });

      it('keep what the provider answered, and finish the request with it', async () => {
        const change = begun(await addOrder());
        valueOf(await keep(change));
        valueOf(await keep(started(change)));
        expect(await findPayment(change.attempt.id)).toStrictEqual({
          ...change.attempt,
          reference: `sbx_${change.attempt.id}`,
        });
        expect(valueOf(await claim(change))).toStrictEqual({ type: 'finished', outcome: '{"a": 1}' });
      });

      it('are overtaken when the key is held for another attempt by now, was answered, or was let go of', async () => {
        const change = begun(await addOrder());
        valueOf(await keep(change));
        const other = freshId();
        const holdForOther = subject().unitOfWork.run(({ idempotency }) =>
          idempotency
            .claim(change.request, afterNoon(30))
            .andThen(() => idempotency.hold(change.request, { ...held, resourceId: other })),
        );
        valueOf(await holdForOther);
        expect(await outcomeOf(started(change))).toEqual(overtaken);
        expect(await findPayment(change.attempt.id)).toStrictEqual(change.attempt);
        valueOf(await subject().unitOfWork.run(({ idempotency }) => idempotency.abandon(change.request)));
        expect(await outcomeOf(started(change))).toEqual(overtaken);
        const answered = begun(await addOrder());
        valueOf(await keep(answered));
        valueOf(await keep(started(answered)));
        expect(await outcomeOf({ ...started(answered), finished: { outcome: 'late', expiresAt: tomorrow } })).toEqual(
          overtaken,
        );
        expect(valueOf(await claim(answered))).toStrictEqual({ type: 'finished', outcome: '{"a": 1}' });
      });
    });

    describe('of an order', () => {
      const paidBy = (
        { order, version }: StoredOrder,
        messageId = freshId(),
      ): Extract<DecidedChange, { type: 'order-changed' }> => ({
        type: 'order-changed',
        message: { messageId, handler: 'payments', at: noon },
        stored: { order: paid(order), version },
        events: [{ type: 'order.paid', orderId: order.id, at: noon, captured: order.pricing.total }],
      });
      const seen = async ({ message: { messageId, handler } }: ReturnType<typeof paidBy>) =>
        valueOf(await subject().unitOfWork.read(({ inbox }) => inbox.seen(messageId, handler)));

      it('are kept with their events, what they tell of the payment, and the note that the message is dealt with', async () => {
        const stored = await addOrder();
        const attempt = attemptFor(stored.order, { reference: 'sbx_cs_1' });
        valueOf(await subject().unitOfWork.run(({ payments }) => payments.add(attempt)));
        const change = { ...paidBy(stored), payment: { id: attempt.id, captureReference: 'sbx_pay_1' } };
        valueOf(await keep(change));
        expect(await findOrder(stored.order.id)).toStrictEqual({ order: change.stored.order, version: 2 });
        expect(await findPayment(attempt.id)).toStrictEqual({ ...attempt, captureReference: 'sbx_pay_1' });
        expect(await eventsLeft()).toEqual(change.events);
        expect(await seen(change)).toBe(true);
        const pending = await subject().unitOfWork.run(({ orders }) => orders.pendingPlacedBy(tomorrow, 10));
        expect(valueOf(pending)).toEqual([]);
      });

      it('set the provider’s id of a payment whose start was not answered', async () => {
        const stored = await addOrder();
        const attempt = attemptFor(stored.order);
        valueOf(await subject().unitOfWork.run(({ payments }) => payments.add(attempt)));
        const references = { reference: 'sbx_pay_1', captureReference: 'sbx_pay_1' };
        valueOf(await keep({ ...paidBy(stored), payment: { id: attempt.id, ...references } }));
        expect(await findPayment(attempt.id)).toStrictEqual({ ...attempt, ...references });
      });

      it('are overtaken by another change of the order, and then note nothing', async () => {
        const stored = await addOrder();
        valueOf(await keep({ ...paidBy(stored), events: [] }));
        const late = paidBy(stored);
        expect(await outcomeOf(late)).toEqual(overtaken);
        expect([await seen(late), await eventsLeft(), (await findOrder(stored.order.id))?.version]).toEqual([
          false,
          [],
          2,
        ]);
      });

      it('are overtaken when the message was dealt with, and then change nothing', async () => {
        const stored = await addOrder();
        const change = paidBy(stored);
        valueOf(
          await subject().unitOfWork.run(({ inbox }) => inbox.accept(change.message.messageId, 'payments', noon)),
        );
        expect(await outcomeOf(change)).toEqual(overtaken);
        expect([await findOrder(stored.order.id), await eventsLeft()]).toStrictEqual([stored, []]);
      });

      it('are kept once of many at once, with their events, and hinder no other order', async () => {
        const [stored, other] = [await addOrder(), await addOrder()];
        const messageId = freshId();
        const changes = [
          ...Array.from({ length: 3 }, () => paidBy(stored)),
          ...Array.from({ length: 3 }, () => paidBy(stored, messageId)),
        ];
        const answers = await Promise.all([...changes, paidBy(other)].map((change) => keep(change)));
        expect(answers.slice(0, 6).filter((answer) => answer.isOk())).toHaveLength(1);
        expect(answers[6]?.isOk()).toBe(true);
        expect((await findOrder(stored.order.id))?.version).toBe(2);
        expect(await eventsLeft()).toHaveLength(2);
        expect((await Promise.all(changes.slice(0, 4).map(seen))).filter((isSeen) => isSeen)).toHaveLength(1);
      });
    });

    it('note messages, of which a repeat is nothing new', async () => {
      const { unitOfWork } = subject();
      const messages = [freshId(), freshId()];
      const note = (messageId: string) => keep({ type: 'message-noted', messageId, handler: 'mail', at: noon });
      for (const answer of await Promise.all([...messages, ...messages].map(note))) valueOf(answer);
      valueOf(await note(messages[0] ?? ''));
      const seen = await Promise.all(
        [...messages, freshId()].map((id) => unitOfWork.read(({ inbox }) => inbox.seen(id, 'mail'))),
      );
      expect(seen.map(valueOf)).toEqual([true, true, false]);
      const other = await unitOfWork.read(({ inbox }) => inbox.seen(messages[0] ?? '', 'refund'));
      expect(valueOf(other)).toBe(false);
    });

    it('go on beside transactions that lock the same rows, without a deadlock', async () => {
      const { unitOfWork } = subject();
      const orders = await Promise.all(Array.from({ length: 6 }, () => addOrder()));
      const answers = await Promise.all([
        ...orders.map((stored) => keep({ ...begunFor(stored), type: 'payment-begun' })),
        ...orders
          .toReversed()
          .map(({ order }) =>
            unitOfWork.run((repositories) =>
              repositories.orders
                .lock(order.id)
                .andThen((locked) =>
                  locked === undefined ? okAsync(undefined) : repositories.orders.save(locked.order),
                ),
            ),
          ),
      ]);
      const unlike = errorsOf(answers).filter(({ type }) => type !== 'change.overtaken');
      expect(unlike).toEqual([]);
    });

    const begunFor = ({ order, version }: StoredOrder) => ({
      attempt: attemptFor(order),
      orderVersion: version,
      request: { caller: 'ada', key: freshId(), fingerprint: 'POST payments' },
      held: { until: noon, expiresAt: tomorrow },
    });
  });
};
