import { send } from '../../api/api.js';
import { readMoney } from '../../api/money.js';
import type { MinimumOrderRule, MinimumOrderRules } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { CheckField, MoneyField, SelectField, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import type { FormValues } from '../../ui/form-values.js';
import { Loaded } from '../../ui/page.js';
import { readRepeated, Repeated } from '../../ui/repeated.js';
import { useResource } from '../../ui/use-resource.js';
import { SettingsPage } from './settings-page.js';

const bases = [
  ['subtotal', 'The subtotal'],
  ['afterDiscounts', 'What is left after discounts'],
] as const;

/** How much an order has to be worth. */
export function MinimumOrdersPage() {
  const resource = useResource<MinimumOrderRules>('/admin/minimum-order-rules');
  return (
    <SettingsPage title="Minimum orders">
      <Loaded resource={resource}>
        {({ rules }, etag) => (
          <Form
            button="Save"
            record={{ etag, shown: rules }}
            reload={resource.reload}
            submit={async (values, ifMatch) => {
              const body = { rules: readRepeated(values, 'rules', (prefix) => readRule(values, prefix)) };
              await send('PUT', '/admin/minimum-order-rules', { body, ifMatch });
              announce('The minimum orders were saved.');
              resource.reload();
            }}
          >
            <Repeated name="rules" item="Rule" items={rules}>
              {(prefix, rule) => <RuleFields prefix={prefix} rule={rule} />}
            </Repeated>
          </Form>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function RuleFields({ prefix, rule }: { readonly prefix: string; readonly rule: MinimumOrderRule | undefined }) {
  return (
    <>
      <div class="side-by-side">
        <MoneyField label="Minimum" name={`${prefix}minimum`} value={rule?.minimum} required />
        <TextField label="Currency" name={`${prefix}currency`} value={rule?.minimum.currency} required />
        <SelectField label="Counts" name={`${prefix}basis`} options={bases} value={rule?.basis} />
        <TextField label="Customer group" name={`${prefix}group`} value={rule?.group} hint="Empty for everybody." />
      </div>
      <CheckField
        label="Not for orders with digital products only"
        name={`${prefix}waivedForDigital`}
        checked={rule?.waivedForDigital}
      />
    </>
  );
}

function readRule(values: FormValues, prefix: string): MinimumOrderRule {
  const currency = values.currency(`${prefix}currency`);
  const group = values.optional(`${prefix}group`);
  return {
    minimum: readMoney(values.text(`${prefix}minimum`), currency, `${prefix}minimum`),
    basis: values.text(`${prefix}basis`) === 'subtotal' ? 'subtotal' : 'afterDiscounts',
    ...(group === undefined ? {} : { group }),
    ...(values.isChecked(`${prefix}waivedForDigital`) ? { waivedForDigital: true } : {}),
  };
}
