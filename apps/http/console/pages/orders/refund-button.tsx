import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { formatMoney, readMoney } from '../../api/money.js';
import { invalidField } from '../../api/problem.js';
import type { Order } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { Fields, MoneyField, SelectField, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';

type Props = { readonly order: Order; readonly onDone: () => void };

const kinds = [
  ['amount', 'An amount'],
  ['units', 'Units, which the customer keeps'],
] as const;

/** Refunds an amount, or what was paid for some units. */
export function RefundButton({ order, onDone }: Props) {
  const { id, number, currency } = order;
  return (
    <DialogButton
      button="Refund"
      title={`Refund order ${number}`}
      done={`A refund of order ${number} was requested.`}
      onDone={onDone}
      isDangerous
      submit={async (values, idempotencyKey) => {
        const what =
          values.text('kind') === 'units'
            ? { lines: chosenUnits(order, values) }
            : { amount: readMoney(values.text('amount'), currency, 'amount') };
        await send('POST', `/admin/orders/${id}/refunds`, {
          idempotencyKey,
          body: { ...what, reason: values.text('reason') },
        });
      }}
    >
      <RefundFields order={order} />
    </DialogButton>
  );
}

function RefundFields({ order: { lines, currency, payments, refunds, dueBack } }: Pick<Props, 'order'>) {
  const [kind, setKind] = useState('amount');
  const sum = (parts: readonly { readonly amount: { readonly amount: number } }[]): number =>
    parts.reduce((total, { amount }) => total + amount.amount, 0);
  const kept = sum(payments) - sum(refunds.filter(({ status }) => status !== 'failed'));
  return (
    <>
      <p>The shop has {formatMoney({ amount: kept, currency })} of this order.</p>
      <SelectField label="What to refund" name="kind" options={kinds} value={kind} onChange={setKind} />
      {kind === 'amount' ? (
        <MoneyField
          label={`Amount in ${currency}`}
          name="amount"
          value={dueBack.amount > 0 ? dueBack : undefined}
          required
        />
      ) : (
        <Fields legend="Units to refund">
          <p class="hint">What was paid for them is refunded, tax included. Shipping is not.</p>
          {lines.map(({ variantId, name, quantity }) => (
            <TextField
              key={variantId}
              label={name}
              name={variantId}
              type="number"
              min={0}
              value={0}
              hint={`Of ${quantity}.`}
            />
          ))}
        </Fields>
      )}
      <TextField label="Reason" name="reason" required />
    </>
  );
}

function chosenUnits({ lines }: Order, values: FormValues) {
  const chosen = lines
    .map(({ variantId }) => ({ variantId, quantity: values.integer(variantId) ?? 0 }))
    .filter(({ quantity }) => quantity > 0);
  if (chosen.length === 0) throw invalidField('', 'Choose at least one unit.');
  return chosen;
}
