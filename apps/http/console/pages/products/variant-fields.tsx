import type { ManagedVariant, ProductOption } from '../../api/schemas.js';
import { CheckField, Fields, MoneyField, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';
import type { VariantPrice } from './product-shape.js';

type Props = {
  readonly variant?: ManagedVariant;
  readonly options: readonly ProductOption[];
  readonly currencies: readonly string[];
};

/** The fields of a variant; a new one also has its first stock. */
export function VariantFields({ variant, options, currencies }: Props) {
  return (
    <>
      <div class="side-by-side">
        <TextField label="SKU" name="sku" value={variant?.sku} required />
        <TextField label="Barcode" name="barcode" value={variant?.barcode} />
        {options.map(({ name }) => (
          <TextField key={name} label={name} name={`options.${name}`} value={variant?.options?.[name]} />
        ))}
      </div>
      {currencies.map((currency) => (
        <PriceFields key={currency} currency={currency} price={priceIn(variant, currency)} />
      ))}
      <div class="side-by-side">
        {variant === undefined && <TextField label="Stock" name="stock" type="number" min={0} value={0} />}
        <TextField
          label="Low stock below"
          name="lowStockThreshold"
          type="number"
          min={0}
          value={variant?.lowStockThreshold}
        />
        <TextField label="Weight in grams" name="weightGrams" type="number" min={0} value={variant?.weightGrams} />
        <TextField label="Tax class" name="taxClass" value={variant?.taxClass} />
      </div>
      <CheckField label="Track the stock" name="stockTracked" checked={variant?.stockTracked ?? true} />
      <CheckField label="Sell when out of stock" name="backorder" checked={variant?.backorder} />
      <CheckField label="Digital" name="digital" checked={variant?.digital} />
    </>
  );
}

const priceIn = (variant: ManagedVariant | undefined, currency: string): VariantPrice | undefined =>
  variant?.prices?.find(({ price }) => price.currency === currency);

function PriceFields({ currency, price }: { readonly currency: string; readonly price: VariantPrice | undefined }) {
  return (
    <Fields legend={`Price in ${currency}`}>
      <div class="side-by-side">
        <MoneyField label="Price" name={`price.${currency}`} value={price?.price} />
        <MoneyField
          label="Compare-at price"
          name={`compareAtPrice.${currency}`}
          hint="The former price."
          value={price?.compareAtPrice}
        />
      </div>
    </Fields>
  );
}

/** The currencies of the shop, and those that the variant has a price in already. */
export const currenciesOf = (sold: readonly string[], variant?: ManagedVariant): readonly string[] => [
  ...new Set([...sold, ...(variant?.prices ?? []).map(({ price }) => price.currency)]),
];

/** What the API takes. For a change, an empty field clears. */
export function variantBody(values: FormValues, { variant, options, currencies }: Props): object {
  const prices = currencies.flatMap((currency) => {
    const price = values.money(`price.${currency}`, currency);
    const compareAtPrice = values.money(`compareAtPrice.${currency}`, currency);
    return price === undefined ? [] : [{ price, ...(compareAtPrice === undefined ? {} : { compareAtPrice }) }];
  });
  const chosen = options.flatMap(({ name }) => {
    const value = values.optional(`options.${name}`);
    return value === undefined ? [] : [[name, value] as const];
  });
  const cleared = {
    barcode: values.optional('barcode') ?? null,
    taxClass: values.optional('taxClass') ?? null,
    weightGrams: values.integer('weightGrams') ?? null,
    lowStockThreshold: values.integer('lowStockThreshold') ?? null,
  };
  const isNew = variant === undefined;
  const facts = isNew ? Object.fromEntries(Object.entries(cleared).filter(([, value]) => value !== null)) : cleared;
  return {
    sku: values.text('sku'),
    prices,
    stockTracked: values.isChecked('stockTracked'),
    backorder: values.isChecked('backorder'),
    digital: values.isChecked('digital'),
    ...(chosen.length === 0 ? {} : { options: Object.fromEntries(chosen) }),
    ...(isNew ? { stock: values.integer('stock') ?? 0 } : {}),
    ...facts,
  };
}
