import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { invalidField } from '../../api/problem.js';
import type { Pricing } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { SelectField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { Picker } from '../../ui/picker.js';
import { wordsOf } from '../../ui/words.js';
import { PricingTable } from '../orders/pricing-table.js';
import { findVariants } from './find-products.js';
import type { PromotionDraft } from './promotion-shape.js';

type Props = { readonly draft: () => PromotionDraft; readonly currencies: readonly string[] };

/** A cart, priced as if the promotion were stored as it is typed. */
export function Preview({ draft, currencies }: Props) {
  const [pricing, setPricing] = useState<Pricing>();
  return (
    <>
      <h2>Preview on a cart</h2>
      <Form
        label="Preview"
        button="Preview"
        submit={async (values) => {
          const items = values
            .all('variantId')
            .map((variantId) => ({ variantId, quantity: values.integer(`quantity.${variantId}`) ?? 1 }));
          if (items.length === 0) throw invalidField('items', 'Add a product to the cart.');
          const cart = {
            items,
            currency: values.text('currency'),
            groups: values.list('groups'),
            coupons: values.list('coupons'),
          };
          const body = { promotion: draft(), cart };
          setPricing(undefined);
          const priced = await send<{ readonly pricing: Pricing }>('POST', '/admin/promotions/preview', { body });
          setPricing(priced.body.pricing);
          announce('The cart was priced.');
        }}
      >
        <Picker
          legend="Cart"
          name="variantId"
          label="Find a product for the cart"
          chosen={[]}
          find={findVariants}
          beside={(id, text) => (
            <input name={`quantity.${id}`} type="number" min={1} defaultValue={1} aria-label={`Quantity of ${text}`} />
          )}
        />
        <div class="side-by-side">
          <SelectField label="Currency" name="currency" options={currencies.map((each) => [each, each] as const)} />
          <TextField label="Groups of the customer" name="groups" hint="Separated by commas." />
          <TextField label="Coupons" name="coupons" hint="Separated by commas." />
        </div>
      </Form>
      {pricing !== undefined && (
        <div class="notice">
          <PricingTable pricing={pricing} />
          {pricing.skipped.length > 0 && (
            <ul>
              {pricing.skipped.map(({ promotionId, name, reason }) => (
                <li key={promotionId}>
                  {name} does not apply: {wordsOf(reason.type).toLowerCase()}.
                </li>
              ))}
            </ul>
          )}
        </div>
      )}
    </>
  );
}
