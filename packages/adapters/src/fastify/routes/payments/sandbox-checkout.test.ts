import { internal, type UseCases } from '@cartwright/application';
import { errAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { address, openShop, type Shop } from '@cartwright/adapters/testing/shop-over-http';

const storefront = 'https://shop.example';
const successUrl = `${storefront}/thanks?order=1%201&x=%C3%A9`;
const cancelUrl = `${storefront}/basket`;
const usd = (amount: number) => ({ amount, currency: 'USD' });

let shop: Shop;
let order: { readonly id: string; readonly number: string; readonly headers: Record<string, string> };
let paymentId: string;
beforeEach(async () => open());

async function open(useCases: Partial<UseCases> = {}): Promise<void> {
  shop = await openShop({}, { useCases });
  const { body } = await shop.call('POST', '/api/v1/orders', {
    headers: { 'idempotency-key': 'order-1' },
    body: { items: [{ variantId: shop.mug, quantity: 1 }], email: 'grace@example.com', shippingAddress: address },
  });
  order = { id: body.id, number: body.number, headers: { 'x-order-token': body.token } };
  const started = await startCheckout();
  paymentId = started.body.paymentId;
}
const startCheckout = (body: object = { method: 'checkout', successUrl, cancelUrl }, key = 'pay-1') =>
  shop.call('POST', `/api/v1/orders/${order.id}/payments`, {
    headers: { ...order.headers, 'idempotency-key': key },
    body,
  });

const form = { 'content-type': 'application/x-www-form-urlencoded' };
const view = (id = paymentId) => shop.call('GET', `/sandbox/checkout/${id}`);
const press = (action: string, prefix = '') =>
  shop.call('POST', `${prefix}/sandbox/checkout/${paymentId}`, { headers: form, body: `action=${action}` });
const read = async () => (await shop.call('GET', `/api/v1/orders/${order.id}`, order)).body;
const eventCount = (): number => shop.store.committed().sandboxEvents.size;
const buttons = (page: string): number => [...page.matchAll(/<button/gu)].length;

describe('the sandbox’s checkout page', () => {
  it('is where starting a checkout sends the customer, and shows what is to be paid', async () => {
    const { body } = await startCheckout();
    expect(body.redirectUrl).toBe(`http://127.0.0.1:3000/sandbox/checkout/${paymentId}`);
    const { status, headers, text } = await view();
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(text).toContain(order.number);
    expect(text).toContain('$25.00');
    expect(buttons(text)).toBe(3);
  });

  it('may load nothing, be framed by nobody and tell nobody its address', async () => {
    const { headers } = await view();
    expect(headers['content-security-policy']).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; form-action 'self' https:\/\/shop\.example; /u,
    );
    expect(headers).toMatchObject({ 'x-frame-options': expect.any(String), 'referrer-policy': 'no-referrer' });
  });

  it('takes the money and leads to where the shop wanted its customer', async () => {
    const paid = await press('pay');
    expect([paid.status, paid.headers.location]).toEqual([303, successUrl]);
    expect(await read()).toMatchObject({ status: 'paid', payments: [{ provider: 'sandbox', amount: usd(2500) }] });
  });

  it('is found under the base path too, and stays there', async () => {
    expect((await shop.call('GET', `/api/v1/sandbox/checkout/${paymentId}`)).text).toBe((await view()).text);
    const declined = await press('decline', '/api/v1');
    expect(declined.headers.location).toBe(`/api/v1/sandbox/checkout/${paymentId}`);
  });

  it('tells the shop of a payment that was declined, shows it, and can be tried again', async () => {
    const declined = await press('decline');
    expect([declined.status, declined.headers.location]).toEqual([303, `/sandbox/checkout/${paymentId}`]);
    expect((await view()).text).toContain('Payment failed: card declined.');
    expect(await read()).toMatchObject({
      status: 'pending',
      timeline: [{ type: 'placed' }, { type: 'payment_failed', reason: 'card_declined' }],
    });
    await press('pay');
    expect((await read()).status).toBe('paid');
  });

  it('leads back to the shop and changes nothing when it is cancelled', async () => {
    const before = (await view()).text;
    const cancelled = await press('cancel');
    expect([cancelled.status, cancelled.headers.location]).toEqual([303, cancelUrl]);
    expect([(await view()).text, eventCount()]).toEqual([before, 0]);
  });

  it('takes the money once from two clicks, and answers both alike', async () => {
    const clicks = await Promise.all([press('pay'), press('pay'), press('pay')]);
    expect(clicks.map(({ status, headers }) => [status, headers.location])).toEqual(
      clicks.map(() => [303, successUrl]),
    );
    expect(eventCount()).toBe(1);
    expect((await read()).payments).toHaveLength(1);
  });

  it('says of a payment that is complete that it is, and declines it no more', async () => {
    await press('pay');
    const { status, text } = await view();
    expect([status, buttons(text)]).toEqual([200, 0]);
    expect(text).toContain('This payment is complete.');
    const declined = await press('decline');
    expect([declined.status, declined.text]).toEqual([409, text]);
    expect((await read()).timeline.map(({ type }: { type: string }) => type)).toEqual(['placed', 'paid']);
  });

  it('takes no money for a payment that the shop has ended', async () => {
    const { reference = '' } = [...shop.store.committed().payments.values()][0] ?? {};
    (await shop.sandbox.endPayment({ paymentId, method: 'checkout', reference }))._unsafeUnwrap();
    for (const action of ['pay', 'decline']) {
      const refused = await press(action);
      expect([refused.status, refused.headers.location, buttons(refused.text)]).toEqual([409, undefined, 0]);
      expect(refused.text).toContain('The shop has closed this payment. Nothing was charged.');
    }
    expect((await view()).text).toContain('The shop has closed this payment.');
    expect([eventCount(), (await press('cancel')).headers.location]).toEqual([0, cancelUrl]);
    const confirmed = await shop.call('POST', `/api/v1/sandbox/payments/${paymentId}/confirm`, {
      body: { paymentMethod: 'pm_card_visa' },
    });
    expect([confirmed.status, confirmed.body.code]).toEqual([409, 'sandbox-payment.ended']);
  });

  it('lets a customer go on whom the shop cannot hear of now, because it will', async () => {
    const away = { type: 'storage.unavailable', retryAfterSeconds: 1 } as const;
    await open({ handleProviderEvent: internal(() => errAsync(away)) });
    const paid = await press('pay');
    expect([paid.status, paid.headers.location]).toEqual([303, successUrl]);
    const raised = [...shop.store.committed().outbox.values()].map(({ event }) => event.type);
    expect(raised).toContain('payments.sandbox-event-raised');
    expect((await read()).status).toBe('pending');
  });
});

describe('the sandbox’s checkout page refuses, on a page', () => {
  it.each([
    ['a payment that does not exist', () => view(order.id)],
    ['an address that no payment has', () => view('nothing')],
    [
      'a card payment, which has no page',
      async () => view((await startCheckout({ method: 'card' }, 'pay-2')).body.paymentId),
    ],
  ])('to show %s', async (_what, ask) => {
    const { status, headers, text } = await ask();
    expect([status, headers['content-type'], headers['cache-control']]).toEqual([
      404,
      'text/html; charset=utf-8',
      'no-store',
    ]);
    expect(text).toContain('Payment not found');
    expect(headers['content-security-policy']).toContain("form-action 'self'; ");
  });

  it.each([
    ['an unknown button', form, 'action=steal', 400],
    ['no button', form, '', 400],
    ['more than a button', form, 'action=pay&amount=1', 400],
    ['a NUL', form, 'action=pay\0', 400],
    ['JSON', { 'content-type': 'application/json' }, '{"action":"pay"}', 415],
    ['too much', form, `action=pay&x=${'x'.repeat(2000)}`, 413],
  ])('to take %s', async (_what, headers, body, expected) => {
    const answer = await shop.call('POST', `/sandbox/checkout/${paymentId}`, { headers, body });
    expect([answer.status, answer.headers['content-type']]).toEqual([expected, 'text/html; charset=utf-8']);
    expect(answer.text).toContain('That did not work');
    expect(eventCount()).toBe(0);
  });

  it('to work while the sandbox is away', async () => {
    shop.store.goAway();
    for (const answer of [await view(), await press('pay')]) {
      expect([answer.status, answer.headers['content-type'], answer.headers['retry-after']]).toEqual([
        503,
        'text/html; charset=utf-8',
        expect.any(String),
      ]);
      expect(answer.text).toContain('Reload it');
    }
    shop.store.comeBack();
    expect(eventCount()).toBe(0);
  });

  it('to exist beside a real provider', async () => {
    shop = await openShop({}, { sandbox: false });
    const { status, body } = await view();
    expect([status, body.code]).toEqual([404, 'request.not-found']);
  });
});
