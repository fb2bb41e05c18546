import { send } from '../../api/api.js';
import { readMoney } from '../../api/money.js';
import type { Order } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { Fields, MoneyField, TextArea, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { useMay } from '../../ui/user.js';
import { unitsToShip } from './order-shape.js';
import { RefundButton } from './refund-button.js';

type Props = { readonly order: Order; readonly onDone: () => void };

const cancellable = new Set(['pending', 'paid', 'partially_shipped']);
const shippable = new Set(['paid', 'partially_shipped']);

/** What can be done with an order, as far as its state and the role allow. */
export function OrderActions({ order, onDone }: Props) {
  const may = useMay();
  const { status, payments } = order;
  return (
    <>
      {may('orders.fulfil') && shippable.has(status) && unitsToShip(order).length > 0 && (
        <ShipButton order={order} onDone={onDone} />
      )}
      {may('orders.refund') && status === 'pending' && <RecordPaymentButton order={order} onDone={onDone} />}
      {may('orders.refund') && payments.length > 0 && <RefundButton order={order} onDone={onDone} />}
      {may('orders.cancel') && cancellable.has(status) && <CancelButton order={order} onDone={onDone} />}
    </>
  );
}

function ShipButton({ order, onDone }: Props) {
  const left = unitsToShip(order);
  return (
    <DialogButton
      button="Ship"
      title={`Ship order ${order.number}`}
      done={`A parcel of order ${order.number} was shipped.`}
      onDone={onDone}
      submit={(values) =>
        send('POST', `/admin/orders/${order.id}/shipments`, {
          body: {
            carrier: values.text('carrier'),
            trackingNumber: values.text('trackingNumber'),
            lines: left
              .map(({ variantId }) => ({ variantId, quantity: values.integer(variantId) ?? 0 }))
              .filter(({ quantity }) => quantity > 0),
          },
        })
      }
    >
      <TextField label="Carrier" name="carrier" required />
      <TextField label="Tracking number" name="trackingNumber" required />
      <Fields legend="Units in the parcel">
        {left.map(({ variantId, name, quantity }) => (
          <TextField key={variantId} label={name} name={variantId} type="number" min={0} value={quantity} />
        ))}
      </Fields>
    </DialogButton>
  );
}

function CancelButton({ order: { id, number }, onDone }: Props) {
  return (
    <DialogButton
      button="Cancel order"
      title={`Cancel order ${number}?`}
      done={`Order ${number} was cancelled.`}
      onDone={onDone}
      isDangerous
      submit={(values) => {
        const reason = values.optional('reason');
        return send('POST', `/orders/${id}/cancel`, { body: reason === undefined ? {} : { reason } });
      }}
    >
      <p>What was paid for units that are not shipped is refunded, and their stock is released.</p>
      <TextField label="Reason" name="reason" hint="Optional. The customer reads it." />
    </DialogButton>
  );
}

function RecordPaymentButton({ order: { id, number, currency, total }, onDone }: Props) {
  return (
    <DialogButton
      button="Record payment"
      title={`Record a payment of order ${number}`}
      done={`The payment of order ${number} was recorded.`}
      onDone={onDone}
      submit={async (values, idempotencyKey) => {
        const amount = readMoney(values.text('amount'), currency, 'amount');
        await send('POST', `/admin/orders/${id}/payments`, {
          idempotencyKey,
          body: { amount, reference: values.text('reference') },
        });
      }}
    >
      <p>For money that arrived outside of the shop, such as a bank transfer.</p>
      <MoneyField label={`Amount in ${currency}`} name="amount" value={total} required />
      <TextField label="Reference" name="reference" required />
    </DialogButton>
  );
}

/** What the buyer wrote, and a note of the shop about the order. */
export function OrderNotes({ order, etag, onDone }: Props & { readonly etag: string | undefined }) {
  const { id, buyerNote } = order;
  const note = order.note === buyerNote ? undefined : order.note;
  const may = useMay();
  return (
    <>
      {buyerNote !== undefined && <p>The buyer wrote: {buyerNote}</p>}
      {may('orders.fulfil') ? <NoteForm {...{ id, note, etag, onDone }} /> : note !== undefined && <p>{note}</p>}
    </>
  );
}

type Note = { readonly id: string; readonly note: string | undefined; readonly etag: string | undefined };

function NoteForm({ id, note, etag, onDone }: Note & Pick<Props, 'onDone'>) {
  return (
    <Form
      button="Save"
      // The order is loaded again at each of its events.
      record={{ etag, shown: note }}
      reload={onDone}
      submit={async (values, ifMatch) => {
        await send('PATCH', `/admin/orders/${id}`, { body: { note: values.optional('note') ?? null }, ifMatch });
        announce('The note was saved.');
        onDone();
      }}
    >
      <TextArea label="Note" name="note" value={note ?? ''} rows={3} />
    </Form>
  );
}
