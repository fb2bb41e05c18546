import { toDecimal } from '../../api/money.js';
import { MoneyField, SelectField, TextArea, TextField } from '../../ui/fields.js';
import { toPercent } from '../../ui/form-values.js';
import type { Effect, UnitGroup } from './promotion-shape.js';
import { SelectorFields } from './selector-fields.js';

type Props = { readonly kind: string; readonly effect: Effect | undefined };

/** How much is taken off. `effect` has the values if it is of the kind that is chosen. */
export function EffectFields({ kind, effect }: Props) {
  switch (kind) {
    case 'amount': {
      const now = effect?.type === 'amount' ? effect : undefined;
      return (
        <div class="side-by-side">
          <MoneyField label="Amount" name="effect.amount" value={now?.amount} required />
          <SelectField
            label="Counted"
            name="effect.mode"
            options={[
              ['across', 'Once'],
              ['each', 'For each unit'],
            ]}
            value={now?.mode}
          />
        </div>
      );
    }
    case 'fixedPrice':
      return (
        <MoneyField
          label="Price"
          name="effect.price"
          value={effect?.type === 'fixedPrice' ? effect.price : undefined}
          required
        />
      );
    case 'tiers':
      return <TierFields effect={effect?.type === 'tiers' ? effect : undefined} />;
    case 'buyXGetY':
      return <BuyFields effect={effect?.type === 'buyXGetY' ? effect : undefined} />;
    case 'freeShipping':
      return null;
    default: {
      const now = effect?.type === 'percent' ? effect : undefined;
      return (
        <div class="side-by-side">
          <PercentField rate={now?.rate} />
          <MoneyField label="At most" name="effect.cap" value={now?.cap} />
        </div>
      );
    }
  }
}

const PercentField = ({ rate }: { readonly rate: number | undefined }) => (
  <TextField
    label="Percentage"
    name="effect.rate"
    value={rate === undefined ? undefined : toPercent(rate)}
    hint="Such as 20 or 7.5."
    required
  />
);

function TierFields({ effect }: { readonly effect: Extract<Effect, { type: 'tiers' }> | undefined }) {
  const lines = effect?.tiers.map(
    ({ from, rate }) => `${typeof from === 'number' ? from : toDecimal(from)}: ${toPercent(rate)}`,
  );
  return (
    <>
      <SelectField
        label="Grows with"
        name="effect.by"
        options={[
          ['subtotal', 'The subtotal'],
          ['quantity', 'The number of units'],
        ]}
        value={effect?.by}
      />
      <TextArea
        label="Steps"
        name="effect.tiers"
        value={lines?.join('\n') ?? ''}
        hint="One a line: from where on, and the percentage, such as 100.00: 5."
        required
      />
    </>
  );
}

function BuyFields({ effect }: { readonly effect: Extract<Effect, { type: 'buyXGetY' }> | undefined }) {
  return (
    <>
      <UnitFields legend="Buy" name="effect.buy" units={effect?.buy} />
      <UnitFields legend="Get" name="effect.get" units={effect?.get} />
      <div class="side-by-side">
        <PercentField rate={effect?.rate ?? 1_000_000} />
        <TextField label="At most how often" name="effect.maxApplications" value={effect?.maxApplications} />
      </div>
    </>
  );
}

type UnitProps = { readonly legend: string; readonly name: string; readonly units: UnitGroup | undefined };

const UnitFields = ({ legend, name, units }: UnitProps) => (
  <>
    <TextField label={`${legend}: units`} name={`${name}.quantity`} value={units?.quantity ?? 1} required />
    <SelectorFields legend={`${legend}: products`} name={name} selector={units?.selector} />
  </>
);
