import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { checkoutPagePolicy, renderCheckoutPage, renderMessagePage, type SandboxCheckout } from './checkout-page.js';

const open: SandboxCheckout = {
  orderNumber: 'CW-1',
  amount: { amount: 123_456, currency: 'USD' },
  status: 'requires_payment_method',
  successUrl: 'https://shop.example/thanks?a=1&b=2',
  cancelUrl: 'https://shop.example/basket',
};
const buttonsOf = (page: string): readonly (string | undefined)[] =>
  [...page.matchAll(/<button [^>]*value="(\w+)"/gu)].map(([, value]) => value);

describe('the sandbox’s page', () => {
  it('shows the order and what it costs, and three buttons', () => {
    const page = renderCheckoutPage(open);
    expect(page).toContain('Order CW-1<');
    expect(page).toContain('<h1>$1,234.56</h1>');
    expect(buttonsOf(page)).toEqual(['pay', 'decline', 'cancel']);
    expect(page).not.toContain('role="alert"');
  });

  it.each([
    [{ amount: 1_000, currency: 'JPY' }, '¥1,000'],
    [{ amount: 1_000, currency: 'KWD' }, 'KWD 1.000'],
  ])('writes %j as its currency is written', (amount, text) => {
    expect(renderCheckoutPage({ ...open, amount }).replaceAll(/\s/gu, ' ')).toContain(`<h1>${text}</h1>`);
  });

  it('says why the last try failed, and lets the customer try again', () => {
    const page = renderCheckoutPage({ ...open, failure: 'insufficient_funds' });
    expect(page).toMatch(/role="alert">.*insufficient funds/u);
    expect(page).toContain('<title>Payment failed');
    expect(buttonsOf(page)).toEqual(['pay', 'decline', 'cancel']);
  });

  it.each([
    ['succeeded', 'This payment is complete.', 'https://shop.example/thanks?a=1&amp;b=2'],
    ['ended', 'The shop has closed this payment.', 'https://shop.example/basket'],
  ] as const)(
    'of a payment that has %s says so, leads back to the shop and offers no button',
    (status, sentence, url) => {
      const page = renderCheckoutPage({ ...open, status, failure: 'card_declined' });
      expect(page).toContain(sentence);
      expect(page).toContain(`<a href="${url}">`);
      expect(buttonsOf(page)).toEqual([]);
      expect(page).not.toMatch(/<form|declined/u);
    },
  );

  it('takes nothing that it is given for markup', () => {
    const hostile = '"><script>alert(1)</script>';
    const pages = [
      renderCheckoutPage({ ...open, orderNumber: hostile, failure: hostile }),
      renderCheckoutPage({ ...open, status: 'succeeded', successUrl: hostile }),
      renderMessagePage(hostile, hostile),
    ];
    for (const page of pages) expect(page).not.toContain('<script');
  });

  it('needs nothing from anywhere else, and runs no script', () => {
    expect(renderCheckoutPage(open)).not.toMatch(/<script|<link|<img|src=|url\(|@import/u);
  });
});

describe('the policy of the sandbox’s page', () => {
  it('lets its own style in and nothing else', () => {
    const [, style = ''] = /<style>([^]*?)<\/style>/u.exec(renderCheckoutPage(open)) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(checkoutPagePolicy()).toBe(
      `default-src 'none'; style-src 'sha256-${hash}'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'`,
    );
  });

  it.each([
    [['https://shop.example/a?b=c', 'https://shop.example/d'], "'self' https://shop.example"],
    [['https://shop.example', 'http://127.0.0.1:8080/x'], "'self' https://shop.example http://127.0.0.1:8080"],
    // No policy can name these.
    [['http://[::1]:8080/x'], "'self' http:"],
    [["https://a;script-src'/x"], "'self' https:"],
  ])('lets the form lead on to %j by their origins', (destinations, allowed) => {
    expect(checkoutPagePolicy(destinations)).toContain(`; form-action ${allowed}; base-uri`);
  });
});
