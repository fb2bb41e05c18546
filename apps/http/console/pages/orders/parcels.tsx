import { send } from '../../api/api.js';
import { formatInstant } from '../../api/dates.js';
import { formatMoney } from '../../api/money.js';
import type { Order, Return } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { CheckField, MoneyField } from '../../ui/fields.js';
import { Table } from '../../ui/table.js';
import { useMay } from '../../ui/user.js';
import { State } from '../../ui/words.js';
import type { Units } from './order-shape.js';

type Props = { readonly order: Order; readonly onDone: () => void };

/** Units with the names of their lines: "2 × Mug". */
const unitsText = ({ lines }: Order, units: readonly Units[]): string =>
  units
    .map(({ variantId, quantity }) => {
      const line = lines.find((each) => each.variantId === variantId);
      return `${quantity} × ${line?.name ?? variantId}`;
    })
    .join(', ');

/** The parcels of an order, each with a button that notes its arrival. */
export function Parcels({ order, onDone }: Props) {
  const may = useMay();
  if (order.shipments.length === 0) return null;
  return (
    <>
      <h2>Parcels</h2>
      <Table
        caption="Parcels"
        rows={order.shipments}
        rowKey={({ id }) => id}
        columns={[
          { header: 'Shipped', cell: ({ shippedAt }) => formatInstant(shippedAt) },
          { header: 'Contents', cell: ({ lines }) => unitsText(order, lines) },
          { header: 'Tracking', cell: ({ carrier = '', trackingNumber = '' }) => `${carrier} ${trackingNumber}` },
          {
            header: 'Delivered',
            cell: ({ id, deliveredAt }) =>
              deliveredAt !== undefined || !may('orders.fulfil') ? (
                formatInstant(deliveredAt)
              ) : (
                <DialogButton
                  button="Mark as delivered"
                  title="Has this parcel arrived?"
                  done="The parcel was marked as delivered."
                  submit={() => send('POST', `/admin/shipments/${id}/deliver`)}
                  onDone={onDone}
                />
              ),
          },
        ]}
      />
    </>
  );
}

/** The returns of an order. Those that were announced can be received. */
export function Returns({ order, onDone }: Props) {
  const may = useMay();
  if (order.returns.length === 0) return null;
  return (
    <>
      <h2>Returns</h2>
      <Table
        caption="Returns"
        rows={order.returns}
        rowKey={({ id }) => id}
        columns={[
          { header: 'State', cell: ({ status }) => <State state={status} /> },
          { header: 'Contents', cell: ({ lines }) => unitsText(order, lines) },
          { header: 'Reason', cell: ({ reason }) => reason ?? '–' },
          {
            header: 'Received',
            cell: (each) =>
              each.status === 'requested' && may('orders.fulfil') ? (
                <ReceiveButton returned={each} currency={order.currency} onDone={onDone} />
              ) : (
                formatInstant(each.receivedAt)
              ),
          },
          {
            header: 'Refund',
            cell: ({ amount }) => (amount === undefined ? '–' : formatMoney(amount)),
            numeric: true,
          },
        ]}
      />
    </>
  );
}

type ReceiveProps = { readonly returned: Pick<Return, 'id'>; readonly currency?: string; readonly onDone: () => void };

/** Receives a return, which refunds its units. The currency is known on the page of the order. */
export function ReceiveButton({ returned: { id }, currency, onDone }: ReceiveProps) {
  return (
    <DialogButton
      button="Receive"
      confirm="Receive return"
      title="Receive this return?"
      done="The return was received."
      onDone={onDone}
      submit={(values) => {
        const shippingRefund = currency === undefined ? undefined : values.money('shippingRefund', currency);
        const body = {
          restock: values.isChecked('restock'),
          ...(shippingRefund === undefined ? {} : { shippingRefund }),
        };
        return send('POST', `/admin/returns/${id}/receive`, { body });
      }}
    >
      <p>What was paid for the units is refunded.</p>
      <CheckField label="Put the units back into stock" name="restock" checked />
      {currency !== undefined && (
        <MoneyField
          label={`Refund of shipping in ${currency}`}
          name="shippingRefund"
          hint="Leave empty to refund none."
        />
      )}
    </DialogButton>
  );
}
