import { escapeHtml, writeMoney } from '@cartwright/application';
import type { Money } from '@cartwright/domain';
import { plainPagePolicy, renderPlainPage } from '../plain-pages/plain-page.js';

/** A payment as its customer sees it on the sandbox's page. */
export type SandboxCheckout = {
  readonly orderNumber: string;
  readonly amount: Money;
  readonly status: 'requires_payment_method' | 'processing' | 'succeeded' | 'ended';
  /** Why the last try failed, by Stripe's code; absent before the first. */
  readonly failure?: string;
  readonly successUrl: string;
  readonly cancelUrl: string;
};

/** The page's buttons, by what they send as `action`. */
export const checkoutActions = ['pay', 'decline', 'cancel'] as const;

/**
 * The page on which a customer pays at the sandbox. It works without JavaScript, and a payment that is over has no
 * buttons.
 *
 * @example
 * renderCheckoutPage({ orderNumber: 'CW-1', amount: { amount: 1999, currency: 'USD' }, … }) // '<!doctype html>…'
 */
export function renderCheckoutPage(checkout: SandboxCheckout): string {
  const amount = writeMoney(checkout.amount, 'en');
  const what = [`<p class="order">Order ${escapeHtml(checkout.orderNumber)}</p>`, `<h1>${escapeHtml(amount)}</h1>`];
  switch (checkout.status) {
    case 'requires_payment_method':
      // The title is what a screen reader says first.
      return renderPage(checkout.failure === undefined ? `Pay ${amount}` : 'Payment failed', [
        ...what,
        ...(checkout.failure === undefined ? [] : [declined(checkout.failure)]),
        '<form method="post">',
        '<button name="action" value="pay" class="pay">Pay</button>',
        '<button name="action" value="decline">Decline</button>',
        '<button name="action" value="cancel" class="cancel">Cancel</button>',
        '</form>',
        '<p class="hint">Decline does what a bank does that says no. Cancel leads back to the shop; the order can still be paid.</p>',
      ]);
    case 'processing':
      return renderPage('Payment in progress', [
        ...what,
        '<p role="status">Your bank is processing this payment.</p>',
        backTo(checkout.successUrl),
      ]);
    case 'succeeded':
      return renderPage('Paid', [
        ...what,
        '<p role="status"><strong class="good">This payment is complete.</strong></p>',
        backTo(checkout.successUrl),
      ]);
    case 'ended':
      return renderPage('Payment closed', [
        ...what,
        '<p role="status">The shop has closed this payment. Nothing was charged.</p>',
        backTo(checkout.cancelUrl),
      ]);
  }
}

/**
 * A page that says why there is nothing to pay here.
 *
 * @example renderMessagePage('There is no such payment', 'Go back to the shop and start again.')
 */
export const renderMessagePage = (title: string, detail: string): string =>
  renderPage(title, [`<h1 class="message">${escapeHtml(title)}</h1>`, `<p>${escapeHtml(detail)}</p>`]);

/**
 * What a page of the sandbox may load and where its form may lead, for the header `content-security-policy`. Browsers
 * hold redirects after a form to it too, so the places that the shop named are allowed.
 */
export const checkoutPagePolicy = (destinations: readonly string[] = []): string =>
  plainPagePolicy(style, ["'self'", ...new Set(destinations.map(formTarget))].join(' '));

/**
 * The origin of an address as a policy names it. One that a policy cannot name (an IPv6 address; a `;` in a host would
 * even begin another directive) is allowed by its scheme.
 */
function formTarget(url: string): string {
  const { origin, protocol } = new URL(url);
  return /^https?:\/\/[a-z0-9.-]+(:\d+)?$/u.test(origin) ? origin : protocol;
}

const declined = (reason: string): string =>
  `<p role="alert"><strong class="bad">Payment failed: ${escapeHtml(reason.replaceAll('_', ' '))}.</strong> Nothing was charged; you can try again.</p>`;

const backTo = (url: string): string => `<p><a href="${escapeHtml(url)}">Back to the shop</a></p>`;

const style = `
:root { color-scheme: light dark; --ink: #1d1d1f; --soft: #5b5b63; --line: #d8d8de; --edge: #84848e; --paper: #fff; --desk: #f3f3f6; --go: #1a5fd0; --good: #14693a; --bad: #a3211b; }
@media (prefers-color-scheme: dark) { :root { --ink: #f2f2f4; --soft: #b0b0ba; --line: #47474f; --edge: #7d7d88; --paper: #1f1f24; --desk: #131316; --go: #2f6fe0; --good: #6fd39b; --bad: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 1rem; background: var(--desk); color: var(--ink); font: 1rem/1.5 system-ui, sans-serif; }
main { width: 100%; max-width: 26rem; padding: 1.5rem; background: var(--paper); border: 1px solid var(--line); border-radius: 0.75rem; }
p { margin: 0 0 1rem; overflow-wrap: anywhere; }
main > :last-child { margin-bottom: 0; }
.sandbox { padding-bottom: 0.75rem; border-bottom: 1px solid var(--line); color: var(--soft); font-size: 0.875rem; }
.sandbox strong { color: var(--ink); }
.order { margin: 0; color: var(--soft); }
h1 { margin: 0 0 1.25rem; font-size: 2.25rem; line-height: 1.2; overflow-wrap: anywhere; }
h1.message { font-size: 1.375rem; margin-bottom: 0.75rem; }
.good { color: var(--good); }
.bad { color: var(--bad); }
.hint { color: var(--soft); font-size: 0.875rem; }
form { display: grid; gap: 0.625rem; margin-bottom: 1rem; }
button { min-height: 3rem; padding: 0 1rem; border: 1px solid var(--edge); border-radius: 0.5rem; background: none; color: inherit; font: inherit; font-weight: 600; cursor: pointer; }
button.pay { background: var(--go); border-color: var(--go); color: #fff; }
button.cancel { border-color: transparent; color: var(--soft); font-weight: 400; text-decoration: underline; }
a { color: inherit; font-weight: 600; }
:focus-visible { outline: 3px solid var(--go); outline-offset: 2px; }
`;

const renderPage = (title: string, content: readonly string[]): string =>
  renderPlainPage({
    title: `${title} · Sandbox`,
    style,
    content: ['<p class="sandbox"><strong>Sandbox</strong> · no money moves here</p>', ...content],
  });
