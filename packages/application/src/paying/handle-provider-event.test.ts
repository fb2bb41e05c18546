/** Long because each event of a provider is tested in order, late, twice and for another payment. */
import type { Caller, PaymentAttempt, ProviderEvent } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays, makeMeanwhile, watchCommits } from '../../testing/commit-ways.js';
import {
  guestOrder,
  openShop,
  orderNow,
  pay,
  refusalOf,
  request,
  snapshotOf,
  usd,
  type Shop,
} from '../../testing/shop-in-memory.js';

describe.each(bothWays)('a provider event that is handled %s', (_way, parts) => {
  let shop: Shop;
  let order: Order;
  let caller: Caller;
  /** Whether the provider's responses reach us. */
  let answers: boolean;
  /** A card payment of the order, begun and not paid. */
  let attempt: PaymentAttempt;
  /** The provider's id of it. */
  let reference: string;
  /** That its whole amount was taken. */
  let captured: Extract<ProviderEvent, { readonly type: 'payment.captured' }>;
  beforeEach(async () => {
    answers = true;
    const lose = <T, E>(answer: ResultAsync<T, E>) =>
      answer.andThen((told) =>
        answers ? okAsync(told) : errAsync({ type: 'payments.unavailable', retryAfterSeconds: 5 } as const),
      );
    shop = await openShop({
      ...parts,
      gateway: (ordinary) => ({
        ...ordinary,
        startCardPayment: (payment) => lose(ordinary.startCardPayment(payment)),
        startCheckout: (payment) => lose(ordinary.startCheckout(payment)),
      }),
    });
    ({ order, caller } = await guestOrder(shop));
    attempt = await begin('card');
    reference = attempt.reference ?? '';
    captured = capturedOf(attempt, reference);
  });

  async function begin(method: 'card' | 'checkout', of = { order, caller }): Promise<PaymentAttempt> {
    const pages = { successUrl: 'https://shop.example/', cancelUrl: 'https://shop.example/' };
    await shop.startPayment({
      caller: of.caller,
      request: request(shop.ids.next()),
      orderId: of.order.id,
      method,
      ...pages,
    });
    const begun = [...shop.store.committed().payments.values()].at(-1);
    if (begun === undefined) throw new Error('a payment that is begun is kept');
    return begun;
  }
  const capturedOf = ({ id: paymentId, orderId }: PaymentAttempt, providersId: string) =>
    ({
      provider: 'sandbox',
      eventId: 'event-1',
      at: '2026-11-21T10:00:00.000Z',
      orderId,
      type: 'payment.captured',
      paymentId,
      reference: providersId,
      amount: usd(1700),
    }) as const;
  const failed = (eventId: string, at: string): ProviderEvent => {
    const { amount: _amount, ...facts } = captured;
    return { ...facts, eventId, at, type: 'payment.failed', reason: 'card_declined' };
  };
  function attemptNow(id: string): PaymentAttempt {
    const found = shop.store.committed().payments.get(id);
    if (found === undefined) throw new Error(`there is no payment ${id}`);
    return found;
  }
  const handle = (event: ProviderEvent) => shop.handleProviderEvent(event);
  const handled = async (event: ProviderEvent) => (await handle(event))._unsafeUnwrap();
  const eventTypes = () => [...shop.store.committed().outbox.values()].map(({ event }) => event.type);
  const notOurs = (providersId = reference) => ({ type: 'payment.not-ours', reference: providersId });

  describe('a captured payment', () => {
    it('marks an order whose whole total was captured as paid', async () => {
      expect(await handled(captured)).toEqual({ duplicate: false, changed: true });
      expect(orderNow(shop, order)).toMatchObject({
        status: 'paid',
        payments: [{ provider: 'sandbox', reference, method: 'card', amount: usd(1700), at: captured.at }],
      });
      expect(eventTypes()).toEqual(['order.placed', 'order.paid']);
      expect(attemptNow(attempt.id)).toEqual({ ...attempt, captureReference: reference });
    });

    it('changes nothing by an event that was handled before', async () => {
      await handle(captured);
      const before = snapshotOf(shop.store);
      expect(await handled(captured)).toEqual({ duplicate: true, changed: false });
      expect(shop.store.committed()).toEqual(before);
    });

    it('changes nothing when it comes again after the record of its handling was deleted', async () => {
      const refundId = 'a refund that was made at the provider';
      const events: readonly ProviderEvent[] = [
        failed('event-0', '2026-11-21T09:59:00.000Z'),
        captured,
        { ...captured, eventId: 'event-2', type: 'dispute.opened', disputeId: 'd-1', amount: usd(200) },
        { ...captured, eventId: 'event-3', type: 'dispute.won', disputeId: 'd-1', amount: usd(200) },
        { ...captured, eventId: 'event-4', type: 'refund.confirmed', refundId, amount: usd(100) },
        { ...captured, eventId: 'event-5', type: 'refund.failed', refundId, amount: usd(100), reason: 'bounced' },
        { ...captured, eventId: 'event-6', type: 'dispute.opened', disputeId: 'd-2', amount: usd(300) },
        { ...captured, eventId: 'event-7', type: 'dispute.lost', disputeId: 'd-2', amount: usd(300) },
      ];
      for (const event of events) expect(await handled(event)).toEqual({ duplicate: false, changed: true });
      const before = orderNow(shop, order);
      const published = eventTypes();
      shop.clock.advance(121 * 86_400_000);
      expect((await shop.purgeOldData())._unsafeUnwrap()['handled-messages']).toBe(events.length);
      for (const event of events)
        expect((await handle(event)).map(({ changed }) => changed).unwrapOr(false)).toBe(false);
      expect(orderNow(shop, order)).toEqual(before);
      expect(eventTypes()).toEqual(published);
    });

    it('is handled once of two deliveries at once', async () => {
      const both = await Promise.all([handle(captured), handle(captured)]);
      expect(both.map((each) => each._unsafeUnwrap().duplicate)).toEqual([false, true]);
      expect(orderNow(shop, order).payments).toHaveLength(1);
    });

    it('counts once though two events report it', async () => {
      await handle(captured);
      const paid = orderNow(shop, order);
      await handled({ ...captured, eventId: 'event-2' });
      expect(orderNow(shop, order)).toEqual(paid);
      expect(eventTypes()).toEqual(['order.placed', 'order.paid']);
    });

    it('is refused with another amount once it is known, and its event is not noted', async () => {
      await handle(captured);
      const other = { ...captured, eventId: 'event-2', amount: usd(1) };
      expect(await refusalOf(shop, () => handle(other))).toEqual({
        type: 'payment.amount-changed',
        provider: captured.provider,
        reference,
        recorded: usd(1700),
        actual: usd(1),
        status: 'paid',
      });
    });

    it.each([
      ['nothing', usd(0), 'payment.amount-not-positive'],
      ['less than nothing', usd(-1700), 'payment.amount-not-positive'],
      ['half a cent', usd(0.5), 'money.not-an-integer'],
      ['another currency', { amount: 1700, currency: 'EUR' }, 'money.currency-mismatch'],
    ])('of %s is refused, and its event is not noted', async (_name, amount, type) => {
      expect(await refusalOf(shop, () => handle({ ...captured, amount }))).toMatchObject({ type });
    });

    it('of less than was asked for leaves the order to be paid', async () => {
      await handled({ ...captured, amount: usd(700) });
      expect(orderNow(shop, order)).toMatchObject({
        status: 'pending',
        paymentStatus: 'unpaid',
        payments: [{ amount: usd(700) }],
      });
    });

    it('of more than was asked for owes the rest back', async () => {
      await handled({ ...captured, amount: usd(2000) });
      expect(orderNow(shop, order)).toMatchObject({ status: 'paid', dueBack: usd(300) });
      expect(eventTypes()).toContain('order.refund-due');
    });

    it('of an unknown order is refused, and handled when it comes again and the order is known', async () => {
      const unknown = { ...captured, orderId: 'no such order' };
      expect(await refusalOf(shop, () => handle(unknown))).toEqual({
        type: 'order.not-found',
        orderId: 'no such order',
      });
      expect(await handled(captured)).toEqual({ duplicate: false, changed: true });
    });

    it('finds its order by the payment when the provider does not say which', async () => {
      const { orderId: _orderId, ...facts } = captured;
      expect(await handled(facts)).toEqual({ duplicate: false, changed: true });
      const { paymentId: _paymentId, ...bare } = facts;
      expect(await handled({ ...bare, eventId: 'event-2' })).toEqual({ duplicate: false, changed: false });
      expect(orderNow(shop, order).payments).toHaveLength(1);
    });

    it.each<[string, (facts: typeof captured) => ProviderEvent]>([
      ['has an id that none of ours has', (facts) => ({ ...facts, paymentId: 'no such payment' })],
      ['has another id at the provider than its attempt', (facts) => ({ ...facts, reference: 'pay-2' })],
      ['is another provider’s', (facts) => ({ ...facts, provider: 'stripe' })],
      ['has neither its id nor one that we know', ({ paymentId: _id, ...facts }) => ({ ...facts, reference: 'pay-2' })],
      [
        'has nothing that we know at all',
        ({ paymentId: _id, orderId: _order, ...facts }) => ({ ...facts, reference: 'pay-2' }),
      ],
    ])('that %s is not ours: nothing of it is believed', async (_name, changed) => {
      const event = changed(captured);
      expect(await refusalOf(shop, () => handle(event))).toEqual(notOurs(event.reference));
    });

    it('that carries no id of the shop is foreign unless we know it: nothing of it is believed', async () => {
      const { paymentId: _id, ...facts } = captured;
      const foreign = { duplicate: false, changed: false, ignored: 'foreign' };
      const before = snapshotOf(shop.store);
      expect(await handled({ ...facts, reference: 'pay-2', mayBeForeign: true })).toEqual(foreign);
      expect(await handled({ ...captured, provider: 'stripe', orderId: 'none', mayBeForeign: true })).toEqual(foreign);
      expect(shop.store.committed()).toEqual(before);
      const other = { ...captured, reference: 'pay-2', mayBeForeign: true };
      expect(await refusalOf(shop, () => handle(other))).toEqual(notOurs('pay-2'));
      expect(await handled({ ...captured, mayBeForeign: true })).toEqual({ duplicate: false, changed: true });
    });

    it('of another order’s payment is not ours', async () => {
      const other = await guestOrder(shop, { key: 'other' });
      expect(await refusalOf(shop, () => handle({ ...captured, orderId: other.order.id }))).toEqual(notOurs());
    });

    it('with the provider’s id of somebody else’s payment is not ours', async () => {
      const other = await begin('checkout', await guestOrder(shop, { key: 'other' }));
      expect(await refusalOf(shop, () => handle(capturedOf(other, reference)))).toEqual(notOurs());
    });
  });

  describe('an event that arrives before the response to our own request', () => {
    beforeEach(() => {
      answers = false;
    });

    it('pays the order and brings the provider’s id of a card payment', async () => {
      const other = await guestOrder(shop, { key: 'other' });
      const lost = await begin('card', other);
      await handled(capturedOf(lost, 'pay-2'));
      expect(orderNow(shop, other.order).status).toBe('paid');
      expect(attemptNow(lost.id)).toEqual({ ...lost, reference: 'pay-2', captureReference: 'pay-2' });
    });

    it('brings the id with a failure too, and no money', async () => {
      const other = await guestOrder(shop, { key: 'other' });
      const lost = await begin('card', other);
      const about = { orderId: other.order.id, paymentId: lost.id, reference: 'pay-2' };
      await handled({ ...failed('event-1', captured.at), ...about });
      expect(attemptNow(lost.id)).toEqual({ ...lost, reference: 'pay-2' });
    });

    it('leaves it to our request to learn a checkout’s session', async () => {
      const lost = await begin('checkout');
      await handled(capturedOf(lost, 'pay-2'));
      expect(orderNow(shop, order)).toMatchObject({
        status: 'paid',
        payments: [{ reference: 'pay-2', method: 'checkout' }],
      });
      expect(attemptNow(lost.id)).toEqual({ ...lost, captureReference: 'pay-2' });
    });
  });

  it('knows a checkout by its session and by the payment that came of it', async () => {
    const checkout = await begin('checkout');
    await handled(capturedOf(checkout, 'pay-2'));
    expect(attemptNow(checkout.id)).toEqual({ ...checkout, captureReference: 'pay-2' });
  });

  describe('a failed payment', () => {
    it('is recorded and leaves the order to be paid', async () => {
      await handled(failed('event-1', '2026-11-21T10:00:00.000Z'));
      expect(orderNow(shop, order)).toEqual({
        ...order,
        failedPayments: [{ provider: 'sandbox', reference, reason: 'card_declined', at: '2026-11-21T10:00:00.000Z' }],
      });
      expect(eventTypes()).toEqual(['order.placed', 'order.payment-failed']);
    });

    it('counts as two when it fails twice, and as one when two events report it', async () => {
      await handle(failed('event-1', '2026-11-21T10:00:00.000Z'));
      await handle(failed('event-2', '2026-11-21T10:01:00.000Z'));
      await handle(failed('event-3', '2026-11-21T10:01:00.000Z'));
      expect(orderNow(shop, order).failedPayments).toHaveLength(2);
    });

    it('leaves an order paid when it comes late', async () => {
      await handle(captured);
      await handled(failed('event-0', '2026-11-21T09:59:00.000Z'));
      expect(orderNow(shop, order).status).toBe('paid');
    });
  });

  describe('a refund', () => {
    const refund = (type: 'refund.confirmed' | 'refund.failed', facts: object = {}): ProviderEvent => {
      const { paymentId: _paymentId, ...about } = captured;
      const told = { ...about, eventId: `${type}-1`, type, refundId: 're_1', amount: usd(500), ...facts };
      return (type === 'refund.failed' ? { ...told, reason: 'expired_card' } : told) as ProviderEvent;
    };
    /** The id of a refund of all that was paid, which the provider has not settled. */
    const askedBack = async (): Promise<string> => {
      await handle(captured);
      (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
      await shop.requestDueRefunds({ orderId: order.id, jobId: 'job-1' });
      const id = orderNow(shop, order).refunds[0]?.id;
      return id ?? 'no refund';
    };

    it('of ours is settled as the provider says', async () => {
      const refundId = await askedBack();
      await handled(refund('refund.confirmed', { refundId, amount: usd(1700) }));
      expect(orderNow(shop, order)).toMatchObject({
        paymentStatus: 'refunded',
        refunds: [{ id: refundId, status: 'confirmed' }],
      });
    });

    it('of ours that failed is owed again', async () => {
      const refundId = await askedBack();
      await handled(refund('refund.failed', { refundId, amount: usd(1700) }));
      expect(orderNow(shop, order)).toMatchObject({
        dueBack: usd(1700),
        refunds: [{ id: refundId, status: 'failed' }],
      });
      expect(eventTypes()).toContain('order.refund-failed');
    });

    it('of ours that the bank sends back after it was confirmed is owed again, and staff are notified', async () => {
      const refundId = await askedBack();
      await handled(refund('refund.confirmed', { refundId, amount: usd(1700) }));
      await handled(refund('refund.failed', { refundId, amount: usd(1700) }));
      expect(orderNow(shop, order)).toMatchObject({
        paymentStatus: 'paid',
        dueBack: usd(1700),
        refunds: [{ id: refundId, status: 'failed', failure: 'expired_card' }],
      });
      expect(eventTypes()).toContain('order.refund-failed');
    });

    it('of ours is refused with another amount, and ignored when it is to arrive after it has failed', async () => {
      const refundId = await askedBack();
      expect(await refusalOf(shop, () => handle(refund('refund.confirmed', { refundId })))).toMatchObject({
        type: 'refund.amount-changed',
        refundId,
      });
      await handled(refund('refund.failed', { refundId, amount: usd(1700) }));
      const before = snapshotOf(shop.store);
      const late = refund('refund.confirmed', { refundId, amount: usd(1700) });
      expect(await handled(late)).toEqual({ duplicate: false, changed: false, ignored: 'late' });
      expect(shop.store.committed()).toEqual(before);
    });

    it('of ours that would be refused by now is a duplicate when its event was handled before', async () => {
      const refundId = await askedBack();
      const confirmed = refund('refund.confirmed', { refundId, amount: usd(1700) });
      await handled(confirmed);
      await handled(refund('refund.failed', { refundId, amount: usd(1700) }));
      const before = snapshotOf(shop.store);
      expect(await handled(confirmed)).toEqual({ duplicate: true, changed: false });
      expect(shop.store.committed()).toEqual(before);
    });

    it.each([
      ['refund.confirmed', 'confirmed', 'partially_refunded'],
      ['refund.failed', 'failed', 'paid'],
    ] as const)(
      'that somebody made at the provider by hand is recorded by %s, once',
      async (type, status, paymentStatus) => {
        await handle(captured);
        await handled(refund(type));
        await handled({ ...refund(type), eventId: 'another event' });
        expect(orderNow(shop, order)).toMatchObject({
          paymentStatus,
          refunds: [
            {
              id: 're_1',
              amount: usd(500),
              status,
              paymentReference: reference,
              reason: 'made at the payment provider',
            },
          ],
        });
      },
    );

    it('that was made by hand finds its order by the payment', async () => {
      await handle(captured);
      await handled(refund('refund.confirmed', { orderId: undefined }));
      expect(orderNow(shop, order).refunds).toMatchObject([{ id: 're_1' }]);
    });

    it('is refused while its payment is not known, and recorded when it comes again', async () => {
      expect(await refusalOf(shop, () => handle(refund('refund.confirmed')))).toEqual(notOurs());
      await handle(captured);
      expect(await handled(refund('refund.confirmed'))).toEqual({ duplicate: false, changed: true });
    });

    it('of more than the order holds, or in another currency, is refused', async () => {
      await handle(captured);
      expect(await refusalOf(shop, () => handle(refund('refund.confirmed', { amount: usd(1701) })))).toMatchObject({
        type: 'refund.exceeds-captured',
      });
      const euros = refund('refund.confirmed', { amount: { amount: 500, currency: 'EUR' } });
      expect(await refusalOf(shop, () => handle(euros))).toMatchObject({ type: 'money.currency-mismatch' });
    });
  });

  describe('a dispute', () => {
    const dispute = (type: 'dispute.opened' | 'dispute.won' | 'dispute.lost', facts: object = {}): ProviderEvent => {
      const { paymentId: _paymentId, orderId: _orderId, ...about } = captured;
      return { ...about, eventId: `${type}-1`, type, disputeId: 'dp_1', ...facts };
    };

    it.each([
      ['dispute.opened', 'open', 'order.disputed', 'paid'],
      ['dispute.won', 'won', 'order.dispute-won', 'paid'],
      ['dispute.lost', 'lost', 'order.dispute-lost', 'refunded'],
    ] as const)(
      'is recorded by %s on the order whose payment it contests',
      async (type, status, event, paymentStatus) => {
        await handle(captured);
        await handled(dispute(type));
        expect(orderNow(shop, order)).toMatchObject({
          paymentStatus,
          disputes: [{ id: 'dp_1', provider: 'sandbox', paymentReference: reference, status, amount: usd(1700) }],
        });
        expect(eventTypes()).toContain(event);
      },
    );

    it('may end before it is reported to have begun', async () => {
      await handle(captured);
      await handled(dispute('dispute.lost'));
      await handled(dispute('dispute.opened'));
      expect(orderNow(shop, order).disputes).toMatchObject([{ status: 'lost' }]);
    });

    it('of a payment that we do not know is refused, and recorded when it comes again', async () => {
      expect(await refusalOf(shop, () => handle(dispute('dispute.opened')))).toEqual(notOurs());
      expect(await refusalOf(shop, () => handle(dispute('dispute.opened', { reference: 'pay-2' })))).toEqual(
        notOurs('pay-2'),
      );
      await handle(captured);
      expect(await handled(dispute('dispute.opened'))).toEqual({ duplicate: false, changed: true });
    });
  });

  it('hears of a sandbox payment by the job of its event, and of a declined one too', async () => {
    await pay(shop, order, caller, 'first', 'pm_card_chargeDeclined');
    await pay(shop, order, caller, 'second');
    expect(await shop.runJobs()).toEqual([]);
    expect(orderNow(shop, order)).toMatchObject({
      status: 'paid',
      failedPayments: [{ reason: 'card_declined' }],
      payments: [{ amount: usd(1700) }],
    });
  });
});

describe('an event that comes beside another change of its order', () => {
  const meanwhile = makeMeanwhile();
  const watched = watchCommits();
  const open = async () => {
    const shop = await openShop({ unitOfWork: (ordinary) => watched.unitOfWork(meanwhile.unitOfWork(ordinary)) });
    const { order, caller } = await guestOrder(shop);
    const command = { caller, request: request('pay'), orderId: order.id, method: 'card' } as const;
    (await shop.startPayment(command))._unsafeUnwrap();
    const [attempt] = [...shop.store.committed().payments.values()];
    if (attempt?.reference === undefined) throw new Error('the payment is started');
    const { id: paymentId, reference } = attempt;
    const captured: ProviderEvent = {
      provider: 'sandbox',
      eventId: 'event-1',
      at: '2026-11-21T10:00:00.000Z',
      type: 'payment.captured',
      orderId: order.id,
      paymentId,
      reference,
      amount: usd(1700),
    };
    watched.reset();
    return { shop, order, caller, captured, paymentId, reference };
  };

  it('is handled without a transaction when nothing stands against it', async () => {
    const { shop, order, captured } = await open();
    (await shop.handleProviderEvent(captured))._unsafeUnwrap();
    expect(watched.seen).toMatchObject({ transactions: 0, optimistic: [{ message: {}, order: {}, payment: {} }] });
    expect(orderNow(shop, order).status).toBe('paid');
  });

  it('is found to be a duplicate by its commit, and then writes nothing', async () => {
    const { shop, captured } = await open();
    (await shop.handleProviderEvent(captured))._unsafeUnwrap();
    const before = snapshotOf(shop.store);
    expect((await shop.handleProviderEvent(captured))._unsafeUnwrap()).toEqual({ duplicate: true, changed: false });
    expect([watched.seen.transactions, watched.seen.locked]).toEqual([1, []]);
    expect(shop.store.committed()).toEqual(before);
  });

  it('is applied to what that change has made of the order', async () => {
    const { shop, order, caller, captured, paymentId, reference } = await open();
    meanwhile.once(() => shop.cancelOrder({ caller, orderId: order.id }));
    expect((await shop.handleProviderEvent(captured))._unsafeUnwrap()).toEqual({ duplicate: false, changed: true });
    expect(orderNow(shop, order)).toMatchObject({ status: 'cancelled', payments: [{ amount: usd(1700) }] });
    expect(shop.store.committed().payments.get(paymentId)?.captureReference).toBe(reference);
  });

  it('is a duplicate when that change was the same event', async () => {
    const { shop, order, captured } = await open();
    meanwhile.once(() => shop.handleProviderEvent(captured));
    expect((await shop.handleProviderEvent(captured))._unsafeUnwrap()).toEqual({ duplicate: true, changed: false });
    expect(orderNow(shop, order)).toMatchObject({ status: 'paid', payments: [{ amount: usd(1700) }] });
  });
});
