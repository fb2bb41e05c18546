import { useState } from 'preact/hooks';
import { readMoney, toDecimal, type Money } from '../../api/money.js';
import { invalidField } from '../../api/problem.js';
import { MoneyField, SelectField, TextArea, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';

type Tier = { readonly from: Money | number; readonly amount: Money };
/** What a shipping method costs in one currency. */
export type Charge = {
  readonly currency: string;
  readonly type: string;
  readonly amount?: Money;
  readonly tiers?: readonly Tier[];
  readonly freeFrom?: Money;
};

const kinds = [
  ['flat', 'The same for each order'],
  ['subtotal', 'By the subtotal'],
  ['weight', 'By the weight'],
] as const;

type Props = { readonly prefix: string; readonly charge: Charge | undefined; readonly currency: string };

export function ChargeFields({ prefix, charge, currency }: Props) {
  const [kind, setKind] = useState(charge?.type ?? 'flat');
  const tiers = charge?.tiers?.map(({ from, amount }) => `${startText(from)}: ${toDecimal(amount)}`);
  return (
    <>
      <div class="side-by-side">
        <TextField label="Currency" name={`${prefix}currency`} value={charge?.currency ?? currency} required />
        <SelectField label="Kind" name={`${prefix}type`} options={kinds} value={kind} onChange={setKind} />
        <MoneyField label="Free from a subtotal of" name={`${prefix}freeFrom`} value={charge?.freeFrom} />
      </div>
      {kind === 'flat' ? (
        <MoneyField label="Amount" name={`${prefix}amount`} value={charge?.amount} required />
      ) : (
        <TextArea
          label="Steps"
          name={`${prefix}tiers`}
          value={tiers?.join('\n') ?? ''}
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

const startText = (from: Money | number): string => (typeof from === 'number' ? String(from) : toDecimal(from));

export function readCharge(values: FormValues, prefix: string): Charge {
  const currency = values.currency(`${prefix}currency`);
  const type = values.text(`${prefix}type`);
  const freeFrom = values.money(`${prefix}freeFrom`, currency);
  const common = { currency, type, ...(freeFrom === undefined ? {} : { freeFrom }) };
  if (type === 'flat')
    return { ...common, amount: readMoney(values.text(`${prefix}amount`), currency, `${prefix}amount`) };
  const field = `${prefix}tiers`;
  const tiers = values.lines(field).map((line) => {
    const [from = '', amount = ''] = line.split(':').map((part) => part.trim());
    return {
      from: type === 'weight' ? gramsOf(from, field) : readMoney(from, currency, field),
      amount: readMoney(amount, currency, field),
    };
  });
  return { ...common, tiers };
}

function gramsOf(text: string, field: string): number {
  if (!/^\d{1,9}$/u.test(text)) throw invalidField(field, 'Enter whole grams such as 1000.');
  return Number(text);
}
