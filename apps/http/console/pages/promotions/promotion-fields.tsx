import { useState } from 'preact/hooks';
import { toLocalInput } from '../../api/dates.js';
import { CheckField, Fields, MoneyField, SelectField, TextField } from '../../ui/fields.js';
import { EffectFields } from './effect-fields.js';
import { currencyOf, effectKinds, targetKinds, type Conditions, type PromotionDraft } from './promotion-shape.js';
import { SelectorFields } from './selector-fields.js';

type Props = {
  readonly promotion: PromotionDraft | undefined;
  readonly currencies: readonly string[];
};

/** What a promotion takes off, of what, and when. */
export function PromotionFields({ promotion, currencies }: Props) {
  const [target, setTarget] = useState<string>(promotion?.target.type ?? 'order');
  const [effect, setEffect] = useState<string>(promotion?.effect.type ?? 'percent');
  const stated = promotion === undefined ? undefined : currencyOf(promotion);
  const choices = [...new Set([...(stated === undefined ? [] : [stated]), ...currencies])];
  return (
    <>
      <TextField label="Name" name="name" value={promotion?.name} hint="Shoppers read it." required />
      <div class="side-by-side">
        <SelectField label="Takes off" name="effect.type" options={effectKinds} value={effect} onChange={setEffect} />
        <SelectField label="Of" name="target.type" options={targetKinds} value={target} onChange={setTarget} />
        <SelectField
          label="Currency of amounts"
          name="currency"
          options={choices.map((currency) => [currency, currency] as const)}
          value={stated}
        />
      </div>
      <EffectFields key={effect} kind={effect} effect={promotion?.effect} />
      {target === 'lines' && (
        <SelectorFields
          legend="Products that get cheaper"
          name="target"
          selector={promotion?.target.type === 'lines' ? promotion.target.selector : undefined}
        />
      )}
      <ConditionFields conditions={promotion?.conditions ?? {}} />
      <Fields legend="Together with others">
        <div class="side-by-side">
          <SelectField
            label="Visibility"
            name="visibility"
            options={[
              ['public', 'Public'],
              ['secret', 'Secret'],
            ]}
            value={promotion?.visibility ?? 'public'}
          />
          <TextField label="Priority" name="priority" value={promotion?.priority} />
          <TextField label="Exclusive group" name="exclusiveGroup" value={promotion?.exclusiveGroup} />
        </div>
        <CheckField label="Can be combined with others" name="combinable" checked={promotion?.combinable ?? true} />
        <CheckField label="Stops all that follow" name="stops" checked={promotion?.stops} />
      </Fields>
    </>
  );
}

function ConditionFields({ conditions }: { readonly conditions: Conditions }) {
  return (
    <Fields legend="Conditions">
      <div class="side-by-side">
        <TextField
          label="Starts"
          name="conditions.startsAt"
          type="datetime-local"
          value={toLocalInput(conditions.startsAt)}
        />
        <TextField
          label="Ends"
          name="conditions.endsAt"
          type="datetime-local"
          value={toLocalInput(conditions.endsAt)}
        />
        <TextField label="Coupon code" name="conditions.couponCode" value={conditions.couponCode} />
        <TextField
          label="Customer groups"
          name="conditions.groups"
          value={conditions.groups?.join(', ')}
          hint="Separated by commas."
        />
        <MoneyField label="Minimum subtotal" name="conditions.minimumSubtotal" value={conditions.minimumSubtotal} />
        <TextField label="Minimum units" name="conditions.minimumQuantity" value={conditions.minimumQuantity} />
        <TextField label="Maximum uses" name="conditions.usageLimit" value={conditions.usageLimit} />
        <TextField
          label="Maximum uses by one customer"
          name="conditions.customerUsageLimit"
          value={conditions.customerUsageLimit}
        />
        <MoneyField label="Budget" name="conditions.budget" value={conditions.budget} />
      </div>
      <CheckField label="Only for a first order" name="conditions.firstOrder" checked={conditions.firstOrder} />
      <CheckField
        label="Only with a generated code"
        name="conditions.singleUse"
        checked={conditions.singleUse}
        hint="Each code is used once."
      />
    </Fields>
  );
}
