/** Long because the sandbox simulates each of Stripe's test payment methods. */
import { describePaymentGatewayContract } from '@cartwright/application/contracts/payment-gateway';
import { describe, expect, it } from 'vitest';
import { makeFakeClock } from '../in-memory/fake-clock.js';
import { makeInMemorySandboxPaymentStore } from '../in-memory/repositories/sandbox-payment-store.js';
import { makeSequentialIds } from '../in-memory/sequential-ids.js';
import { createInMemoryStore } from '../in-memory/store.js';
import { makeNodeSecrets } from '../system/node-secrets.js';
import { makeSandboxPaymentGateway } from './sandbox-gateway.js';
import { sandboxPaymentMethods } from './sandbox-payment-methods.js';

const open = () => {
  const database = createInMemoryStore();
  const ids = makeSequentialIds();
  const store = makeInMemorySandboxPaymentStore({ store: database, ids });
  const secrets = makeNodeSecrets({ key: 'a test' });
  const clock = makeFakeClock('2026-11-21T09:30:00.000Z');
  const gateway = makeSandboxPaymentGateway({
    store,
    ids,
    clock,
    secrets,
    publicUrl: 'https://shop.example',
    pageSize: 2,
  });
  const amount = { amount: 1_999, currency: 'USD' };
  const start = async () => {
    const request = {
      paymentId: ids.next(),
      orderId: ids.next(),
      orderNumber: ids.orderNumber(),
      amount,
      email: 'ada@shop.example',
    };
    return { ...request, ...(await gateway.startCardPayment(request))._unsafeUnwrap() };
  };
  return { database, store, clock, gateway, start };
};

describePaymentGatewayContract('the sandbox', async () => {
  const { database, gateway, clock } = open();
  return {
    gateway,
    pay: async ({ paymentId }) => (await gateway.confirm(paymentId, 'pm_card_visa')).isOk(),
    now: clock.now,
    setReachable: async (reachable) => (reachable ? database.comeBack() : database.goAway()),
    dispose: async () => undefined,
  };
});

describe('a sandbox payment', () => {
  it('has a reference and a client secret in the sandbox’s own form', async () => {
    const { start } = open();
    const { reference, clientSecret } = await start();
    expect(reference).toMatch(/^sbx_pay_[0-9a-f-]{36}$/u);
    expect(clientSecret).toMatch(new RegExp(`^${reference}_secret_[\\w-]{43}$`, 'u'));
  });

  it('succeeds with a card that works, and the shop is told by an event', async () => {
    const { gateway, start, store } = open();
    const { paymentId, orderId, reference, amount } = await start();
    const { status, event } = (await gateway.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrap();
    expect(status).toBe('succeeded');
    expect(event).toEqual({
      type: 'payment.captured',
      provider: 'sandbox',
      eventId: event.eventId,
      at: '2026-11-21T09:30:00.000Z',
      orderId,
      paymentId,
      reference,
      amount,
    });
    expect((await store.findEvent(event.eventId))._unsafeUnwrap()).toEqual(event);
  });

  it.each([
    ['pm_card_chargeDeclined', 'card_declined'],
    ['pm_card_authenticationRequired', 'authentication_required'],
    ['pm_card_chargeDeclinedInsufficientFunds', 'insufficient_funds'],
  ])('fails with %s for the reason %s, and can be tried again', async (method, reason) => {
    const { gateway, start } = open();
    const { paymentId, reference } = await start();
    const failed = (await gateway.confirm(paymentId, method))._unsafeUnwrap();
    expect(failed).toMatchObject({
      status: 'requires_payment_method',
      event: { type: 'payment.failed', reference, reason },
    });
    expect((await gateway.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrap().status).toBe('succeeded');
  });

  it.each([
    ['pm_usBankAccount_success', { type: 'payment.captured' }, 'captured'],
    ['pm_usBankAccount_insufficientFunds', { type: 'payment.failed', reason: 'insufficient_funds' }, 'open'],
    ['pm_usBankAccount_accountClosed', { type: 'payment.failed', reason: 'account_closed' }, 'open'],
  ])('by %s is in progress first, and ends by an event later', async (method, end, status) => {
    const { gateway, start, store, database, clock } = open();
    const payment = await start();
    const { paymentId, reference } = payment;
    const confirmed = (await gateway.confirm(paymentId, method))._unsafeUnwrap();
    expect(confirmed).toMatchObject({ status: 'processing', event: { type: 'payment.processing', reference } });
    const reported = async () => (await gateway.endPayment({ paymentId, method: 'card', reference }))._unsafeUnwrap();
    expect(await reported()).toMatchObject({ status: 'processing', events: [{ type: 'payment.processing' }] });
    expect((await gateway.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrapErr()).toEqual({
      type: 'sandbox-payment.processing',
      paymentId,
    });
    expect((await gateway.refund({ ...payment, refundId: 'r' })).isErr()).toBe(true);

    clock.advance(15_000);
    expect((await gateway.startCardPayment(payment))._unsafeUnwrap().status).toBe(status);
    const later = [...database.committed().sandboxEvents.values()].find(({ at }) => at === clock.now());
    expect(later).toMatchObject({ ...end, paymentId, reference });
    expect((await store.findEvent(later?.eventId ?? ''))._unsafeUnwrap()).toEqual(later);
    const events = (await gateway.eventsOf(reference))._unsafeUnwrap();
    expect(events).toEqual([
      expect.objectContaining({ type: 'payment.processing' }),
      expect.objectContaining({ ...end, at: clock.now() }),
    ]);
  });

  it('by pm_usBankAccount_processing stays in progress', async () => {
    const { gateway, start, clock, database } = open();
    const { paymentId, reference } = await start();
    await gateway.confirm(paymentId, 'pm_usBankAccount_processing');
    clock.advance(30 * 86_400_000);
    const reported = await gateway.endPayment({ paymentId, method: 'card', reference });
    expect(reported._unsafeUnwrap().status).toBe('processing');
    expect(database.committed().sandboxEvents.size).toBe(1);
  });

  it('takes every method that it names', async () => {
    const { gateway, start } = open();
    for (const method of sandboxPaymentMethods) {
      expect((await gateway.confirm((await start()).paymentId, method)).isOk()).toBe(true);
    }
  });

  it('that has succeeded is not confirmed again, with whatever method', async () => {
    const { gateway, start, database } = open();
    const { paymentId } = await start();
    await gateway.confirm(paymentId, 'pm_card_visa');
    for (const method of ['pm_card_visa', 'pm_card_chargeDeclined']) {
      const refused = await gateway.confirm(paymentId, method);
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'sandbox-payment.already-succeeded', paymentId });
    }
    expect(database.committed().sandboxEvents.size).toBe(1);
  });

  it('that has ended takes no method any more', async () => {
    const { gateway, start, database } = open();
    const { paymentId, reference } = await start();
    (await gateway.endPayment({ paymentId, method: 'card', reference }))._unsafeUnwrap();
    const refused = await gateway.confirm(paymentId, 'pm_card_visa');
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'sandbox-payment.ended', paymentId });
    expect(database.committed().sandboxEvents.size).toBe(0);
  });

  it('by checkout is paid on the shop’s own page, and its session has an id of its own', async () => {
    const { gateway } = open();
    const pages = { successUrl: 'https://shop.example/paid', cancelUrl: 'https://shop.example/' };
    const request = {
      paymentId: 'pay-1',
      orderId: 'o',
      orderNumber: 'n',
      amount: { amount: 1_999, currency: 'USD' },
      email: 'ada@shop.example',
      ...pages,
    };
    const { reference, redirectUrl } = (await gateway.startCheckout(request))._unsafeUnwrap();
    expect(redirectUrl).toBe('https://shop.example/sandbox/checkout/pay-1');
    const { event } = (await gateway.confirm('pay-1', 'pm_card_visa'))._unsafeUnwrap();
    expect(reference).toMatch(/^sbx_cs_/u);
    expect(event.reference).toBe(reference.replace('sbx_cs_', 'sbx_pay_'));
  });

  it('by checkout is seen on its page as it now is', async () => {
    const { gateway, start } = open();
    const pages = { successUrl: 'https://shop.example/é', cancelUrl: 'https://shop.example/?a=%20' };
    const amount = { amount: 1_999, currency: 'USD' };
    const request = {
      paymentId: 'pay-1',
      orderId: 'o',
      orderNumber: '7K3F-9QXM2A',
      amount,
      email: 'ada@shop.example',
      ...pages,
    };
    const { reference } = (await gateway.startCheckout(request))._unsafeUnwrap();
    const seen = {
      orderNumber: '7K3F-9QXM2A',
      amount,
      status: 'requires_payment_method',
      successUrl: 'https://shop.example/%C3%A9',
      cancelUrl: pages.cancelUrl,
    };
    const view = async () => (await gateway.viewCheckout('pay-1'))._unsafeUnwrap();
    expect(await view()).toEqual(seen);
    await gateway.confirm('pay-1', 'pm_card_chargeDeclined');
    expect(await view()).toEqual({ ...seen, failure: 'card_declined' });
    await gateway.endPayment({ paymentId: 'pay-1', method: 'checkout', reference });
    expect((await view()).status).toBe('ended');
    for (const other of ['nothing', (await start()).paymentId]) {
      expect((await gateway.viewCheckout(other))._unsafeUnwrapErr()).toEqual({ type: 'sandbox-payment.not-found' });
    }
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'ftp://shop.example', '/thanks', 'shop.example', ''])(
    'by checkout is not started with %j to lead its customer to',
    async (url) => {
      const { gateway, database } = open();
      const request = {
        paymentId: 'pay-1',
        orderId: 'o',
        orderNumber: 'n',
        amount: { amount: 1, currency: 'USD' },
        email: 'ada@shop.example',
      };
      for (const pages of [
        { successUrl: url, cancelUrl: 'https://shop.example' },
        { successUrl: 'https://shop.example', cancelUrl: url },
      ]) {
        const refused = await gateway.startCheckout({ ...request, ...pages });
        expect(refused._unsafeUnwrapErr()).toEqual({ type: 'payment.refused', reason: 'url_invalid' });
      }
      expect(database.committed().sandboxPayments.size).toBe(0);
    },
  );

  it('is told of by its last failed try, and by its capture, each under an id of its own', async () => {
    const { gateway, start, clock } = open();
    const { paymentId, orderId, reference, amount } = await start();
    await gateway.confirm(paymentId, 'pm_card_chargeDeclined');
    const [first] = (await gateway.eventsOf(reference))._unsafeUnwrap() ?? [];
    clock.advance(1000);
    await gateway.confirm(paymentId, 'pm_card_authenticationRequired');
    clock.advance(1000);
    await gateway.confirm(paymentId, 'pm_card_visa');
    const facts = { provider: 'sandbox', orderId, paymentId, reference };
    const events = (await gateway.eventsOf(reference))._unsafeUnwrap();
    expect(events).toEqual([
      {
        ...facts,
        type: 'payment.failed',
        eventId: `reconciled:${reference}:failed:2026-11-21T09:30:01.000Z`,
        at: '2026-11-21T09:30:01.000Z',
        reason: 'authentication_required',
      },
      {
        ...facts,
        type: 'payment.captured',
        eventId: `reconciled:${reference}:captured`,
        at: '2026-11-21T09:30:02.000Z',
        amount,
      },
    ]);
    expect(first?.eventId).not.toBe(events?.[0]?.eventId);
  });

  it('refuses a method that it does not know, and one of JavaScript’s own names', async () => {
    const { gateway, start, database } = open();
    const { paymentId } = await start();
    for (const paymentMethod of ['pm_card_nobody', 'constructor', '']) {
      const refused = await gateway.confirm(paymentId, paymentMethod);
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'sandbox-payment.unknown-method', paymentMethod });
    }
    expect(database.committed().sandboxEvents.size).toBe(0);
  });

  it('that does not exist cannot be confirmed', async () => {
    const { gateway } = open();
    expect((await gateway.confirm('nothing', 'pm_card_visa'))._unsafeUnwrapErr()).toEqual({
      type: 'sandbox-payment.not-found',
    });
  });

  it('cannot be confirmed while the sandbox is away', async () => {
    const { gateway, start, database } = open();
    const { paymentId } = await start();
    database.goAway();
    expect((await gateway.confirm(paymentId, 'pm_card_visa'))._unsafeUnwrapErr().type).toBe('payments.unavailable');
  });

  it('is refunded at once, and the shop is told by an event of the same kind', async () => {
    const { gateway, start, database } = open();
    const { paymentId, orderId, reference } = await start();
    await gateway.confirm(paymentId, 'pm_card_visa');
    const refund = { refundId: 'refund-1', orderId: 'order-1', reference, amount: { amount: 500, currency: 'USD' } };
    expect((await gateway.refund(refund))._unsafeUnwrap().reference).toMatch(/^sbx_ref_/u);
    await gateway.refund(refund);
    const refunds = [...database.committed().sandboxEvents.values()].filter(({ type }) => type === 'refund.confirmed');
    expect(refunds).toMatchObject([
      { provider: 'sandbox', orderId, refundId: 'refund-1', reference, amount: refund.amount },
    ]);
  });

  it('is not refunded in another currency, nor by less than a minor unit', async () => {
    const { gateway, start } = open();
    const { paymentId, reference } = await start();
    await gateway.confirm(paymentId, 'pm_card_visa');
    for (const amount of [
      { amount: 5, currency: 'EUR' },
      { amount: 0, currency: 'USD' },
      { amount: -5, currency: 'USD' },
      { amount: 0.5, currency: 'USD' },
    ]) {
      const refused = await gateway.refund({ refundId: 'refund-1', orderId: 'order-1', reference, amount });
      expect(refused._unsafeUnwrapErr().type).toBe('payment.refused');
    }
  });
});
