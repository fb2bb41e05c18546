import { useState } from 'preact/hooks';
import { readMoney, toDecimal, type Money } from '../../api/money.js';
import { invalidField } from '../../api/problem.js';
import type { ShippingMethod } from '../../api/schemas.js';
import { MoneyField, SelectField, TextArea, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';

/** What a shipping method costs in one currency. */
export type Charge = ShippingMethod['charges'][number];

const kinds = [
  ['flat', 'The same for each order'],
  ['subtotal', 'By the subtotal'],
  ['weight', 'By the weight'],
] as const;

type Props = { readonly prefix: string; readonly charge: Charge | undefined; readonly currency: string };

export function ChargeFields({ prefix, charge, currency }: Props) {
  const [kind, setKind] = useState<string>(charge?.type ?? 'flat');
  const flat = charge?.type === 'flat' ? charge : undefined;
  return (
    <>
      <div class="side-by-side">
        <TextField label="Currency" name={`${prefix}currency`} value={charge?.currency ?? currency} required />
        <SelectField label="Kind" name={`${prefix}type`} options={kinds} value={kind} onChange={setKind} />
        <MoneyField label="Free from a subtotal of" name={`${prefix}freeFrom`} value={charge?.freeFrom} />
      </div>
      {kind === 'flat' ? (
        <MoneyField label="Amount" name={`${prefix}amount`} value={flat?.amount} required />
      ) : (
        <TextArea
          label="Steps"
          name={`${prefix}tiers`}
          value={stepsOf(charge).join('\n')}
          hint={
            kind === 'weight'
              ? 'One a line: from how many grams, and the amount, such as 1000: 7.90.'
              : 'One a line: from which subtotal, and the amount, such as 50.00: 4.90.'
          }
          required
        />
      )}
    </>
  );
}

/** Each step as a line: where it begins, and the amount. */
function stepsOf(charge: Charge | undefined): readonly string[] {
  switch (charge?.type) {
    case 'weight':
      return charge.tiers.map(({ from, amount }) => `${from}: ${toDecimal(amount)}`);
    case 'subtotal':
      return charge.tiers.map(({ from, amount }) => `${toDecimal(from)}: ${toDecimal(amount)}`);
    default:
      return [];
  }
}

export function readCharge(values: FormValues, prefix: string): Charge {
  const currency = values.currency(`${prefix}currency`);
  const freeFrom = values.money(`${prefix}freeFrom`, currency);
  const common = { currency, ...(freeFrom === undefined ? {} : { freeFrom }) };
  const field = `${prefix}tiers`;
  /** Lines such as `50.00: 4.90`. */
  const steps = <From,>(readFrom: (text: string) => From): readonly { from: From; amount: Money }[] =>
    values.lines(field).map((line) => {
      const [from = '', amount = ''] = line.split(':').map((part) => part.trim());
      return { from: readFrom(from), amount: readMoney(amount, currency, field) };
    });
  switch (values.text(`${prefix}type`)) {
    case 'weight':
      return { ...common, type: 'weight', tiers: steps((text) => gramsOf(text, field)) };
    case 'subtotal':
      return { ...common, type: 'subtotal', tiers: steps((text) => readMoney(text, currency, field)) };
    default: {
      const amount = readMoney(values.text(`${prefix}amount`), currency, `${prefix}amount`);
      return { ...common, type: 'flat', amount };
    }
  }
}

function gramsOf(text: string, field: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw invalidField(field, 'Enter whole grams such as 1000.');
  return Number(text);
}
