import { readMoney } from '../../api/money.js';
import { invalidField } from '../../api/problem.js';
import type { PriceListEntry } from '../../api/schemas.js';
import { MoneyField, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';

export const quantityOf = ({ minQuantity = 1 }: PriceListEntry): number => minQuantity;

/** A list has one price of a variant from a number of units. */
export const keyOf = (entry: PriceListEntry): string => `${entry.variantId} ${quantityOf(entry)}`;

/** A price, and from how many units it holds. */
export function PriceFields({ currency, entry }: { readonly currency: string; readonly entry?: PriceListEntry }) {
  return (
    <div class="side-by-side">
      <TextField
        label="From units"
        name="minQuantity"
        type="number"
        min={1}
        value={entry === undefined ? 1 : quantityOf(entry)}
      />
      <MoneyField label={`Price in ${currency}`} name="price" value={entry?.price} required />
    </div>
  );
}

export const readEntry = (variantId: string, values: FormValues, currency: string): PriceListEntry => ({
  variantId,
  minQuantity: values.integer('minQuantity') ?? 1,
  price: readMoney(values.text('price'), currency, 'price'),
});

/** The price that was typed, for each of the chosen variants. */
export function readEntries(values: FormValues, currency: string): readonly PriceListEntry[] {
  const chosen = values.all('variantId');
  if (chosen.length === 0) throw invalidField('', 'Add at least one variant.');
  return chosen.map((variantId) => readEntry(variantId, values, currency));
}
