import {
  escapeHtml,
  orderSummary,
  type MailLanguage,
  type OrderByLink,
  type OrderPageKey,
} from '@cartwright/application';
import { plainPagePolicy, renderPlainPage } from '../../../plain-pages/plain-page.js';

type Language = MailLanguage<OrderPageKey>;

/**
 * The order page for links in mails if the shop has no storefront. It has no script, and shows no address and
 * no e-mail.
 *
 * @param page - the URL of the page, and whether the buyer has just returned from the page of a payment
 * @example renderOrderPage(opened, { url: '/orders/0193…?token=…', hasReturned: false }) // '<!doctype html>…'
 */
export function renderOrderPage(
  opened: OrderByLink,
  page: { readonly url: string; readonly hasReturned: boolean },
): string {
  const { order, language } = opened;
  return renderPage(language.language, language.shared('order', { number: order.number }), [
    `<p><strong>${escapeHtml(stateOf(opened))}</strong></p>`,
    ...payment(opened, page),
    ...summary(opened),
    ...list(language.say('documents'), opened.documents.map(documentLink(language))),
    ...list(
      language.say('downloads'),
      opened.downloads.map(({ name, url }) => link(language.say('download', { name }), url)),
    ),
    ...section(language.say('parcels'), parcelRows(opened)),
    ...section(language.say('refunds'), refundRows(opened)),
  ]);
}

/**
 * The page that leads on to the checkout of a payment provider. A redirect would not: browsers apply `form-action` to
 * redirects too, and the policy does not name the providers.
 */
export const renderContinuePage = (url: string, { language, say }: Language): string =>
  renderPage(language, say('continue'), [`<p>${link(say('continue'), url)}</p>`], url);

type Row = { readonly label: string; readonly detail?: string; readonly value: string };

const stateOf = ({ order: { status, paymentStatus }, language: { say } }: OrderByLink): string =>
  say(status === 'pending' && paymentStatus === 'processing' ? 'processing' : status);

function payment(
  { unpaid, language: { say, shared, money, time } }: OrderByLink,
  { url, hasReturned }: { readonly url: string; readonly hasReturned: boolean },
): readonly string[] {
  if (unpaid === undefined) return [];
  // The provider reports a payment soon after the buyer returns. Another one should not start meanwhile.
  if (hasReturned)
    return [`<p role="status">${escapeHtml(say('confirming'))}</p>`, `<p>${link(say('reload'), url)}</p>`];
  const deadline = shared('unpaid', { amount: money(unpaid.amount), deadline: time(unpaid.by) });
  return [
    `<p>${escapeHtml(deadline)}</p>`,
    `<form method="post" action="${escapeHtml(url)}">`,
    `<button>${escapeHtml(shared('payNow'))}</button>`,
    '</form>',
  ];
}

function summary({ order, language }: OrderByLink): readonly string[] {
  const { items, rows } = orderSummary(order, language, new Map());
  return table([
    ...items.map(({ name, detail, value }) => ({ label: name, detail, value })),
    ...rows.map(({ label, value = '' }) => ({ label, value })),
  ]);
}

const documentLink =
  ({ say }: Language) =>
  ({ kind, number, url }: OrderByLink['documents'][number]): string =>
    link(say(kind === 'invoice' ? 'invoice' : 'creditNote', { number }), url);

const parcelRows = ({ order: { shipments, descriptions }, language: { say } }: OrderByLink): readonly Row[] =>
  shipments.map(({ lines, carrier, trackingNumber, deliveredAt }) => ({
    label: lines
      .map(({ variantId, quantity }) => `${quantity} × ${descriptions[variantId]?.name ?? variantId}`)
      .join(', '),
    value: [
      say(deliveredAt === undefined ? 'onItsWay' : 'parcelDelivered'),
      ...(carrier === undefined ? [] : [say('carrier', { name: carrier })]),
      ...(trackingNumber === undefined ? [] : [say('trackingNumber', { number: trackingNumber })]),
    ].join(', '),
  }));

const refundRows = ({ order: { refunds }, language: { say, money } }: OrderByLink): readonly Row[] =>
  refunds
    .filter(({ status }) => status !== 'failed')
    .map(({ amount, status }) => ({
      label: say(status === 'confirmed' ? 'refunded' : 'refundRequested'),
      value: money(amount),
    }));

const section = (title: string, rows: readonly Row[]): readonly string[] =>
  rows.length === 0 ? [] : [`<h2>${escapeHtml(title)}</h2>`, ...table(rows)];

const list = (title: string, items: readonly string[]): readonly string[] =>
  items.length === 0
    ? []
    : [`<h2>${escapeHtml(title)}</h2>`, '<ul>', ...items.map((item) => `<li>${item}</li>`), '</ul>'];

const link = (label: string, url: string): string => `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;

const table = (rows: readonly Row[]): readonly string[] => [
  '<table>',
  ...rows.map(({ label, detail, value }) => {
    const note = detail === undefined ? '' : `<br><small>${escapeHtml(detail)}</small>`;
    return `<tr><th scope="row">${escapeHtml(label)}${note}</th><td>${escapeHtml(value)}</td></tr>`;
  }),
  '</table>',
];

const style = `
:root { color-scheme: light dark; --go: #1a5fd0; }
@media (prefers-color-scheme: dark) { :root { --go: #2f6fe0; } }
body { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.125rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 0; border-bottom: 1px solid; vertical-align: top; overflow-wrap: anywhere; }
th { padding-right: 1rem; font-weight: normal; text-align: left; }
td { text-align: right; }
form { margin: 0 0 1rem; }
button { min-height: 3rem; padding: 0 1.5rem; border: 0; border-radius: 0.5rem; background: var(--go); color: #fff; font: inherit; font-weight: 600; cursor: pointer; }
ul { padding: 0; list-style: none; }
li a { display: inline-block; padding: 0.375rem 0; }
:focus-visible { outline: 3px solid; outline-offset: 2px; }
`;

/** The page may only load its own style, and its form may only lead to the shop. */
export const orderPagePolicy = plainPagePolicy(style, "'self'");

/** The document of the page, in the style of all that the page can say. */
export const renderPage = (language: string, title: string, content: readonly string[], continueAt?: string): string =>
  renderPlainPage({
    language,
    title,
    style,
    content: [`<h1>${escapeHtml(title)}</h1>`, ...content],
    ...(continueAt === undefined ? {} : { continueAt }),
  });
