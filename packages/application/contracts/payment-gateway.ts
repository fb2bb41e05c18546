import type { PaymentGateway, StartCardPayment } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { freshId, usd, valueOf } from './sample-shop.js';
import { subjectForEachTest } from './unit-of-work/subject.js';

export type PaymentGatewaySubject = {
  readonly gateway: PaymentGateway;
  /** Pays as a customer would, with a card that works, and resolves once the provider has the money. */
  readonly pay: (payment: { readonly paymentId: string; readonly reference: string }) => Promise<void>;
  /** Takes the provider away, and brings it back. */
  readonly setReachable: (reachable: boolean) => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** What every `PaymentGateway` promises. `makeSubject` is called before each test. */
export const describePaymentGatewayContract = (name: string, makeSubject: () => Promise<PaymentGatewaySubject>): void => {
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
    const refund = (reference: string, amount: number, refundId = freshId()) =>
      subject().gateway.refund({ refundId, reference, amount: usd(amount) });
    /** A payment of 10.00 whose money the provider has. */
    const paid = async (): Promise<string> => {
      const request = makeRequest();
      const { reference } = valueOf(await start(request));
      await subject().pay({ paymentId: request.paymentId, reference });
      return reference;
    };

    describe('starting a payment', () => {
      it('answers what the client needs to pay: a reference and a secret of its own', async () => {
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

      it('many times at once with one id makes one payment', async () => {
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

      it('of nothing is refused', async () => {
        expect((await start(makeRequest({ amount: usd(0) })))._unsafeUnwrapErr().type).toBe('payment.refused');
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

      it('many times at once with one id gives money back once', async () => {
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

      it('of a payment that nobody has paid, or that does not exist, is refused', async () => {
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
        for (const answer of [await start(makeRequest()), await refund(reference, 100)]) {
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
