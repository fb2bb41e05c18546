import { escapeHtml, priceRows, writeMoney } from '@cartwright/application';
import type { Order, OrderStatus } from '@cartwright/domain';
import { plainPagePolicy, renderPlainPage } from '../../../plain-pages/plain-page.js';

const statuses: Readonly<Record<OrderStatus, string>> = {
  pending: 'Waiting for payment',
  paid: 'Paid. We are preparing your order.',
  partially_shipped: 'Partly shipped',
  shipped: 'Shipped',
  delivered: 'Delivered',
  returned: 'Returned',
  cancelled: 'Cancelled',
};

const stateOf = ({ status, paymentStatus }: Order): string =>
  status === 'pending' && paymentStatus === 'processing'
    ? 'Your payment is in progress. That can take some days.'
    : statuses[status];

/**
 * The order page for links in mails if the shop has no storefront. It has no script, and shows no address and
 * no e-mail.
 *
 * @example renderOrderPage(order) // '<!doctype html>…'
 */
export const renderOrderPage = (order: Order): string =>
  renderPage(`Order ${order.number}`, [
    `<p><strong>${escapeHtml(stateOf(order))}</strong></p>`,
    ...table(priceRows(order)),
    ...section('Parcels', parcelRows(order)),
    ...section('Refunds', refundRows(order)),
  ]);

/**
 * A page that explains why there is no order to show.
 *
 * @example renderOrderMessage('Order not found', 'Use the whole link of the mail.')
 */
export const renderOrderMessage = (title: string, detail: string): string =>
  renderPage(title, [`<p>${escapeHtml(detail)}</p>`]);

type Row = { readonly label: string; readonly value: string };

const parcelRows = ({ shipments, descriptions }: Order): readonly Row[] =>
  shipments.map(({ lines, carrier, trackingNumber, deliveredAt }) => ({
    label: lines
      .map(({ variantId, quantity }) => `${quantity} × ${descriptions[variantId]?.name ?? variantId}`)
      .join(', '),
    value: [deliveredAt === undefined ? 'On its way' : 'Delivered', carrier, trackingNumber]
      .filter((part) => part !== undefined)
      .join(', '),
  }));

const refundRows = ({ refunds }: Order): readonly Row[] =>
  refunds
    .filter(({ status }) => status !== 'failed')
    .map(({ amount, status }) => ({
      label: status === 'confirmed' ? 'Refunded' : 'Refund requested',
      value: writeMoney(amount, 'en'),
    }));

const section = (title: string, rows: readonly Row[]): readonly string[] =>
  rows.length === 0 ? [] : [`<h2>${title}</h2>`, ...table(rows)];

const table = (rows: readonly Row[]): readonly string[] => [
  '<table>',
  ...rows.map(({ label, value }) => `<tr><th scope="row">${escapeHtml(label)}</th><td>${escapeHtml(value)}</td></tr>`),
  '</table>',
];

const style = `
:root { color-scheme: light dark; }
body { max-width: 36rem; margin: 0 auto; padding: 1.5rem 1rem; font: 1rem/1.5 system-ui, sans-serif; }
h1 { font-size: 1.5rem; }
h2 { font-size: 1.125rem; }
table { width: 100%; border-collapse: collapse; }
th, td { padding: 0.375rem 0; border-bottom: 1px solid; vertical-align: top; overflow-wrap: anywhere; }
th { padding-right: 1rem; font-weight: normal; text-align: left; }
td { text-align: right; }
`;

/** The page may only load its own style. */
export const orderPagePolicy = plainPagePolicy(style, "'none'");

const renderPage = (title: string, content: readonly string[]): string =>
  renderPlainPage({ title, style, content: [`<h1>${escapeHtml(title)}</h1>`, ...content] });
