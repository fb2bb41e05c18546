import { useEffect } from 'preact/hooks';
import { urlOf } from '../../api/api.js';
import { formatInstant } from '../../api/dates.js';
import { followOrders } from '../../api/events.js';
import { formatMoney } from '../../api/money.js';
import type { Address, Order } from '../../api/schemas.js';
import { afterDialog } from '../../ui/dialog.js';
import { Loaded, Page } from '../../ui/page.js';
import { Table } from '../../ui/table.js';
import { useResource } from '../../ui/use-resource.js';
import { State, wordsOf } from '../../ui/words.js';
import { OrderActions, OrderNotes } from './order-actions.js';
import { Parcels, Returns } from './parcels.js';
import { PricingTable } from './pricing-table.js';

/** One order: what was bought, where it is, what was paid, and what can be done with it. */
export function OrderPage({ id }: { readonly id: string }) {
  const resource = useResource<Order>(`/orders/${id}`);
  const { reload } = resource;
  useEffect(() => {
    const page = new AbortController();
    void followOrders((orderId) => (orderId === undefined || orderId === id) && afterDialog(reload), page.signal);
    return () => page.abort();
  }, [id, reload]);
  const { answer } = resource;
  return (
    <Page
      title={answer === undefined ? 'Order' : `Order ${answer.body.number}`}
      actions={answer !== undefined && <OrderActions order={answer.body} onDone={reload} />}
    >
      <Loaded resource={resource}>{(order, etag) => <OrderParts order={order} etag={etag} reload={reload} />}</Loaded>
    </Page>
  );
}

type PartsProps = { readonly order: Order; readonly etag: string | undefined; readonly reload: () => void };

function OrderParts({ order, etag, reload }: PartsProps) {
  const { status, paymentStatus, lines, shippingAddress, billingAddress, delivery } = order;
  return (
    <>
      <p>
        <State state={status} /> <State state={paymentStatus} /> {order.email} · {formatInstant(order.createdAt)}
      </p>
      <div class="columns">
        <section>
          <h2>Lines</h2>
          <Table
            caption="Lines"
            rows={lines}
            rowKey={({ variantId }) => variantId}
            columns={[
              { header: 'Product', cell: ({ name }) => name },
              { header: 'SKU', cell: ({ sku }) => <span class="sku">{sku}</span> },
              { header: 'Price', cell: ({ unitPrice }) => formatMoney(unitPrice), numeric: true },
              { header: 'Quantity', cell: ({ quantity }) => quantity, numeric: true },
              { header: 'Total', cell: ({ total }) => formatMoney(total), numeric: true },
            ]}
          />
          <PricingTable pricing={order.pricing} />
          <Parcels order={order} onDone={reload} />
          <Returns order={order} onDone={reload} />
          <Payments order={order} />
        </section>
        <aside aria-label="Details">
          <h2>Delivery</h2>
          <p>{delivery?.name ?? 'Nothing is shipped.'}</p>
          {shippingAddress !== undefined && <PostalAddress address={shippingAddress} />}
          {billingAddress !== undefined && (
            <>
              <h2>Billing address</h2>
              <PostalAddress address={billingAddress} />
            </>
          )}
          <Documents order={order} />
          <OrderNotes order={order} etag={etag} onDone={reload} />
          <Timeline order={order} />
        </aside>
      </div>
    </>
  );
}

export function PostalAddress({ address }: { readonly address: Address }) {
  const { fullName, company, line1, line2, postalCode, city, region, country, phone } = address;
  const place = [postalCode, city, region].filter((part) => part !== undefined).join(' ');
  const lines = [fullName, company, line1, line2, place, country, phone];
  return (
    <address>
      {lines
        .filter((line) => line !== undefined && line !== '')
        .map((line) => (
          <div key={line}>{line}</div>
        ))}
    </address>
  );
}

function Payments({ order: { payments, refunds, dueBack } }: { readonly order: Order }) {
  const rows = [
    ...payments.map(({ at, amount, provider, reference }) => ({
      key: reference,
      at,
      amount,
      what: `Paid (${provider})`,
      note: reference,
    })),
    ...refunds.map(({ id, requestedAt, amount, status, reason }) => ({
      key: id,
      at: requestedAt,
      amount: { ...amount, amount: -amount.amount },
      what: `Refund, ${status}`,
      note: reason,
    })),
  ];
  return (
    <>
      <h2>Payments and refunds</h2>
      <Table
        caption="Payments and refunds"
        rows={rows}
        rowKey={({ key }) => key}
        empty="Nothing has been paid."
        columns={[
          { header: 'When', cell: ({ at }) => formatInstant(at) },
          { header: 'What', cell: ({ what }) => what },
          { header: 'Reference or reason', cell: ({ note }) => note },
          { header: 'Amount', cell: ({ amount }) => formatMoney(amount), numeric: true },
        ]}
      />
      {dueBack.amount > 0 && <p>The customer is owed {formatMoney(dueBack)}.</p>}
    </>
  );
}

function Documents({ order: { id, invoice, creditNotes, delivery } }: { readonly order: Order }) {
  const files = [
    ...(invoice === undefined ? [] : [[`Invoice ${invoice.number}`, `/orders/${id}/invoice.pdf`] as const]),
    ...creditNotes.map(({ number }) => [`Credit note ${number}`, `/orders/${id}/credit-notes/${number}.pdf`] as const),
    ...(delivery === undefined ? [] : [['Packing slip', `/admin/orders/${id}/packing-slip.pdf`] as const]),
  ];
  return (
    <>
      <h2>Documents</h2>
      <ul>
        {files.map(([name, path]) => (
          <li key={path}>
            <a href={urlOf(path)} target="_blank" rel="noreferrer">
              {name} (PDF)
            </a>
          </li>
        ))}
        {files.length === 0 && <li class="muted">None yet.</li>}
      </ul>
    </>
  );
}

function Timeline({ order: { timeline } }: { readonly order: Order }) {
  return (
    <>
      <h2>Timeline</h2>
      <ol class="timeline">
        {timeline.map(({ type, at, amount, reason, carrier, trackingNumber }) => (
          <li key={`${type} ${at}`}>
            <strong>{wordsOf(type)}</strong>
            {amount !== undefined && ` ${formatMoney(amount)}`}
            {carrier !== undefined && ` by ${carrier} ${trackingNumber ?? ''}`}
            {reason !== undefined && `: ${reason}`}
            <br />
            <time dateTime={at} class="muted">
              {formatInstant(at)}
            </time>
          </li>
        ))}
      </ol>
    </>
  );
}
