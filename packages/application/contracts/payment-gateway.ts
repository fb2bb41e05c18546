/** Long because every operation of a provider is tested in each state of a payment. */
import type {
  EndPayment,
  PaymentGateway,
  ProviderEvent,
  StartCardPayment,
  StartCheckout,
} from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import type { Instant } from '@cartwright/domain';
import { freshId, usd, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type PaymentGatewaySubject = {
  readonly gateway: PaymentGateway;
  /** Tries to pay as a customer would, with a card that works: whether the provider now has the money. */
  readonly pay: (payment: EndPayment) => Promise<boolean>;
  /** The provider's time. */
  readonly now: () => Instant;
  /** Takes the provider away, and brings it back. */
  readonly setReachable: (reachable: boolean) => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** What every `PaymentGateway` promises. `makeSubject` is called before each test. */
export const describePaymentGatewayContract = (
  name: string,
  makeSubject: () => Promise<PaymentGatewaySubject>,
): void => {
  describe(`${name} as a payment gateway`, () => {
    const subject = subjectForEachTest(makeSubject);
    const makeRequest = (facts: Partial<StartCardPayment> = {}): StartCardPayment => ({
      paymentId: freshId(),
      orderId: freshId(),
      orderNumber: '7K3F-9QXM2A',
      amount: usd(1_000),
      email: 'ada@shop.example',
      ...facts,
    });
    const start = (request: StartCardPayment) => subject().gateway.startCardPayment(request);
    const makeCheckout = (facts: Partial<StartCheckout> = {}): StartCheckout => ({
      ...makeRequest(),
      successUrl: 'https://shop.example/paid?step=2',
      cancelUrl: 'https://shop.example/checkout',
      ...facts,
    });
    const startCheckout = (request: StartCheckout) => subject().gateway.startCheckout(request);
    const orderId = freshId();
    const refund = (reference: string, amount: number, refundId = freshId()) =>
      subject().gateway.refund({ refundId, orderId, reference, amount: usd(amount) });
    /** A card payment that nobody has paid. */
    const openPayment = async (facts: Partial<StartCardPayment> = {}): Promise<EndPayment> => {
      const request = makeRequest(facts);
      const { reference } = valueOf(await start(request));
      return { paymentId: request.paymentId, method: 'card', reference };
    };
    /** A checkout that nobody has paid. */
    const openCheckout = async (facts: Partial<StartCheckout> = {}): Promise<EndPayment> => {
      const request = makeCheckout(facts);
      const { reference } = valueOf(await startCheckout(request));
      return { paymentId: request.paymentId, method: 'checkout', reference };
    };
    const opened = { card: openPayment, checkout: openCheckout } as const;
    /** A payment of 10.00 whose money the provider has. */
    const paid = async (facts: Partial<StartCardPayment> = {}): Promise<string> => {
      const payment = await openPayment({ orderId, ...facts });
      expect(await subject().pay(payment)).toBe(true);
      return payment.reference;
    };
    const eventsOf = async (reference: string) => valueOf(await subject().gateway.eventsOf(reference));
    /** Hours after the provider's present time, or before it. */
    const hours = (count: number): Instant => new Date(Date.parse(subject().now()) + count * 3_600_000).toISOString();
    /** Every event of a period, page after page. */
    const eventsBetween = async (from: Instant, to: Instant): Promise<readonly ProviderEvent[]> => {
      const events: ProviderEvent[] = [];
      let cursor: string | undefined;
      do {
        const page = valueOf(await subject().gateway.eventsBetween({ from, to }, cursor));
        events.push(...page.events);
        cursor = page.nextCursor;
      } while (cursor !== undefined);
      return events;
    };

    describe('starting a payment', () => {
      it('returns a reference and a secret for the client to pay', async () => {
        const [first, second] = [valueOf(await start(makeRequest())), valueOf(await start(makeRequest()))];
        expect(first.reference).not.toBe('');
        expect(first.reference).not.toBe(second.reference);
        expect(first.clientSecret).not.toBe(second.clientSecret);
        expect(first.clientSecret.length).toBeGreaterThan(first.reference.length);
      });

      it('twice with one id makes one payment', async () => {
        const request = makeRequest();
        expect(valueOf(await start(request))).toEqual(valueOf(await start(request)));
      });

      it('with concurrent requests of one id makes one payment', async () => {
        const request = makeRequest();
        const started = await Promise.all(Array.from({ length: 4 }, () => start(request)));
        expect(new Set(started.map((result) => valueOf(result).reference)).size).toBe(1);
      });

      it('again with the id of another amount is refused', async () => {
        const request = makeRequest();
        valueOf(await start(request));
        const refused = await start({ ...request, amount: usd(1) });
        expect(refused._unsafeUnwrapErr().type).toBe('payment.refused');
      });

      it('of the least that is charged works, and of less is refused', async () => {
        const minimum = subject().gateway.minimumCharge('USD') ?? usd(1);
        expect((await start(makeRequest({ amount: minimum }))).isOk()).toBe(true);
        const less = makeRequest({ amount: usd(minimum.amount - 1) });
        expect((await start(less))._unsafeUnwrapErr().type).toBe('payment.refused');
      });

      it('of nothing is refused', async () => {
        expect((await start(makeRequest({ amount: usd(0) })))._unsafeUnwrapErr().type).toBe('payment.refused');
      });
    });

    describe('starting a checkout', () => {
      it('returns its own session and the page to pay on', async () => {
        const [first, second] = [
          valueOf(await startCheckout(makeCheckout())),
          valueOf(await startCheckout(makeCheckout())),
        ];
        expect(first.reference).not.toBe('');
        expect(first.reference).not.toBe(second.reference);
        expect(new URL(first.redirectUrl).href).not.toBe(new URL(second.redirectUrl).href);
      });

      it('with a repeated id makes one, also concurrently', async () => {
        const request = makeCheckout();
        const first = valueOf(await startCheckout(request));
        const others = await Promise.all(Array.from({ length: 4 }, () => startCheckout(request)));
        for (const other of others) expect(valueOf(other)).toEqual(first);
      });

      it('again with the id of another amount, of other pages, or of a card payment is refused', async () => {
        const request = makeCheckout();
        valueOf(await startCheckout(request));
        for (const other of [
          { ...request, amount: usd(1) },
          { ...request, successUrl: 'https://other.example/' },
        ]) {
          expect((await startCheckout(other))._unsafeUnwrapErr().type).toBe('payment.refused');
        }
        expect((await start(makeRequest({ paymentId: request.paymentId })))._unsafeUnwrapErr().type).toBe(
          'payment.refused',
        );
      });

      it('of nothing is refused', async () => {
        expect((await startCheckout(makeCheckout({ amount: usd(0) })))._unsafeUnwrapErr().type).toBe('payment.refused');
      });
    });

    describe('what has become of a payment', () => {
      it.each(['card', 'checkout'] as const)(
        'tells nothing of an open one by %s, and that a paid one was captured',
        async (method) => {
          const [order, other] = [freshId(), await opened[method]()];
          const payment = await opened[method]({ orderId: order });
          expect(await eventsOf(payment.reference)).toEqual([]);
          expect(await subject().pay(payment)).toBe(true);
          expect(await eventsOf(payment.reference)).toMatchObject([
            { type: 'payment.captured', orderId: order, paymentId: payment.paymentId, amount: usd(1_000) },
          ]);
          expect(await eventsOf(other.reference)).toEqual([]);
        },
      );

      it('is reported with the id of the payment that can be refunded, also for a checkout', async () => {
        const payment = await openCheckout();
        await subject().pay(payment);
        const [captured] = (await eventsOf(payment.reference)) ?? [];
        expect((await refund(captured?.reference ?? '', 400)).isOk()).toBe(true);
        expect(await eventsOf(payment.reference)).toMatchObject([
          { type: 'payment.captured' },
          { type: 'refund.confirmed', reference: captured?.reference, amount: usd(400) },
        ]);
      });

      it('reports each refund by our own id, like the response to the request', async () => {
        const [reference, refundId] = [await paid(), freshId()];
        const answer = valueOf(await refund(reference, 600, refundId));
        expect(await eventsOf(reference)).toEqual(expect.arrayContaining([...answer.events]));
        expect(answer.events).toMatchObject([{ type: 'refund.confirmed', orderId, refundId, reference }]);
        valueOf(await refund(reference, 400));
        const refunds = ((await eventsOf(reference)) ?? []).filter(({ type }) => type === 'refund.confirmed');
        expect(refunds).toHaveLength(2);
        expect(refunds).toContainEqual(expect.objectContaining({ orderId, refundId, reference, amount: usd(600) }));
      });

      it('is the same in each read, with the same ids', async () => {
        const reference = await paid();
        valueOf(await refund(reference, 600));
        const events = (await eventsOf(reference)) ?? [];
        expect(await eventsOf(reference)).toEqual(events);
        expect(new Set(events.map(({ eventId }) => eventId)).size).toBe(2);
        for (const event of events) expect(event.provider).toBe(subject().gateway.provider);
      });

      it('is absent for a payment that does not exist', async () => {
        expect(await eventsOf('no such payment')).toBeUndefined();
      });
    });

    describe('what has become of everything in a period', () => {
      it('comes in pages, each fact once, equal to the facts of each payment', async () => {
        const references = [await paid(), await paid(), await paid()];
        valueOf(await refund(references[1] ?? '', 600));
        await openPayment();
        const told = await eventsBetween(hours(-1), hours(1));
        const expected = (await Promise.all(references.map(eventsOf))).flatMap((events) => events ?? []);
        expect(expected).toHaveLength(4);
        const byId = (left: ProviderEvent, right: ProviderEvent): number => (left.eventId < right.eventId ? -1 : 1);
        expect([...told].sort(byId)).toEqual([...expected].sort(byId));
      });

      it('is only of that period', async () => {
        valueOf(await refund(await paid(), 600));
        expect(await eventsBetween(hours(-2), hours(-1))).toEqual([]);
        expect(await eventsBetween(hours(1), hours(2))).toEqual([]);
      });
    });

    describe('ending a payment', () => {
      it.each(['card', 'checkout'] as const)(
        'by %s keeps everybody from paying it, and can be repeated',
        async (method) => {
          const [payment, other] = [await opened[method](), await opened[method]()];
          expect(valueOf(await subject().gateway.endPayment(payment)).status).toBe('ended');
          expect(valueOf(await subject().gateway.endPayment(payment)).status).toBe('ended');
          expect(await subject().pay(payment)).toBe(false);
          const events = (await eventsOf(payment.reference)) ?? [];
          expect(events.filter(({ type }) => type !== 'payment.cancelled')).toEqual([]);
          expect(await subject().pay(other)).toBe(true);
        },
      );

      it.each(['card', 'checkout'] as const)(
        'by %s leaves one that was captured as it is, and reports it',
        async (method) => {
          const payment = await opened[method]();
          expect(await subject().pay(payment)).toBe(true);
          const before = await eventsOf(payment.reference);
          expect(valueOf(await subject().gateway.endPayment(payment))).toEqual({ status: 'captured', events: before });
          expect(await eventsOf(payment.reference)).toEqual(before);
        },
      );

      it('that does not exist is refused', async () => {
        const nothing = { paymentId: freshId(), method: 'card', reference: 'no such payment' } as const;
        expect((await subject().gateway.endPayment(nothing))._unsafeUnwrapErr().type).toBe('payment.refused');
      });
    });

    describe('a refund', () => {
      it('gives money back in parts, up to what was paid and no further', async () => {
        const reference = await paid();
        const [first, second] = [valueOf(await refund(reference, 600)), valueOf(await refund(reference, 400))];
        expect(first.reference).not.toBe(second.reference);
        expect((await refund(reference, 1))._unsafeUnwrapErr().type).toBe('payment.refused');
      });

      it('twice with one id gives money back once', async () => {
        const [reference, refundId] = [await paid(), freshId()];
        const first = valueOf(await refund(reference, 600, refundId));
        expect(valueOf(await refund(reference, 600, refundId))).toEqual(first);
        // Had both given money back, nothing would be left for this one.
        expect((await refund(reference, 400)).isOk()).toBe(true);
      });

      it('with concurrent requests of one id refunds once', async () => {
        const [reference, refundId] = [await paid(), freshId()];
        const refunds = await Promise.all(Array.from({ length: 4 }, () => refund(reference, 600, refundId)));
        expect(new Set(refunds.map((result) => valueOf(result).reference)).size).toBe(1);
        expect((await refund(reference, 400)).isOk()).toBe(true);
      });

      it('again with the id of another amount is refused', async () => {
        const [reference, refundId] = [await paid(), freshId()];
        valueOf(await refund(reference, 600, refundId));
        expect((await refund(reference, 100, refundId))._unsafeUnwrapErr().type).toBe('payment.refused');
      });

      it('of an unpaid or unknown payment is refused', async () => {
        const { reference } = valueOf(await start(makeRequest()));
        for (const unpaid of [reference, 'no such payment']) {
          const refused = (await refund(unpaid, 100))._unsafeUnwrapErr();
          expect(refused.type).toBe('payment.refused');
          expect(refused).not.toMatchObject({ reason: '' });
        }
      });
    });

    describe('while the provider is away', () => {
      it('nothing is refused: all answer that it is unavailable, and when to try again', async () => {
        const reference = await paid();
        await subject().setReachable(false);
        const { gateway } = subject();
        const answers = [
          await start(makeRequest()),
          await startCheckout(makeCheckout()),
          await gateway.endPayment({ paymentId: freshId(), method: 'card', reference }),
          await refund(reference, 100),
          await gateway.eventsBetween({ from: hours(-1), to: hours(1) }),
          await gateway.eventsOf(reference),
        ];
        for (const answer of answers) {
          const error = answer._unsafeUnwrapErr();
          expect(error.type).toBe('payments.unavailable');
          expect(error.type === 'payments.unavailable' ? error.retryAfterSeconds : 0).toBeGreaterThan(0);
        }
      });

      it('a retry with the same id is safe once it is back', async () => {
        const [request, reference, refundId] = [makeRequest(), await paid(), freshId()];
        await subject().setReachable(false);
        expect((await start(request)).isErr()).toBe(true);
        expect((await refund(reference, 600, refundId)).isErr()).toBe(true);
        await subject().setReachable(true);
        expect(valueOf(await start(request))).toEqual(valueOf(await start(request)));
        expect((await refund(reference, 600, refundId)).isOk()).toBe(true);
        expect((await refund(reference, 400)).isOk()).toBe(true);
      });
    });
  });
};
