import { send } from '../../api/api.js';
import { invalidField } from '../../api/problem.js';
import type { TaxRules, TaxZone } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { SelectField, TextArea, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { toPercent, type FormValues } from '../../ui/form-values.js';
import { Loaded } from '../../ui/page.js';
import { readRepeated, Repeated } from '../../ui/repeated.js';
import { useResource } from '../../ui/use-resource.js';
import { SettingsPage } from './settings-page.js';
import { readZone, ZoneFields } from './zone-fields.js';

const kinds = [
  ['inclusive', 'Include tax'],
  ['exclusive', 'Tax is added'],
] as const;

/** The taxes of each zone. The API checks them as a whole. */
export function TaxRulesPage() {
  const resource = useResource<TaxRules>('/admin/tax-rules');
  return (
    <SettingsPage title="Tax rules">
      <Loaded resource={resource}>
        {({ zones }, etag) => (
          <Form
            label="Tax rules"
            button="Save"
            record={{ etag, shown: zones }}
            reload={resource.reload}
            submit={async (values, ifMatch) => {
              const body = { zones: readRepeated(values, 'zones', (prefix) => readTaxZone(values, prefix)) };
              await send('PUT', '/admin/tax-rules', { body, ifMatch });
              announce('The tax rules were saved.');
              resource.reload();
            }}
          >
            <Repeated name="zones" item="Zone" items={zones}>
              {(prefix, zone) => <TaxZoneFields prefix={prefix} zone={zone} />}
            </Repeated>
          </Form>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function TaxZoneFields({ prefix, zone }: { readonly prefix: string; readonly zone: TaxZone | undefined }) {
  return (
    <>
      <ZoneFields prefix={prefix} zone={zone} />
      <div class="side-by-side">
        <SelectField label="Prices" name={`${prefix}prices`} options={kinds} value={zone?.prices} />
        <TextField
          label="Tax class of shipping"
          name={`${prefix}shippingClass`}
          value={zone?.shippingClass}
          hint="Where a shipping method has none."
        />
      </div>
      <TextArea
        label="Rates"
        name={`${prefix}rates`}
        value={Object.entries(zone?.rates ?? {})
          .map(([name, rate]) => `${name}: ${toPercent(rate)}`)
          .join('\n')}
        hint="One class a line with its percentage, such as standard: 20."
        required
      />
    </>
  );
}

function readTaxZone(values: FormValues, prefix: string): TaxZone {
  const shippingClass = values.optional(`${prefix}shippingClass`);
  const field = `${prefix}rates`;
  const rates = values.lines(field).map((line) => {
    const [, name, whole, fraction = ''] = /^(.+?)\s*:\s*(\d{1,3})(?:\.(\d{1,4}))?$/u.exec(line) ?? [];
    if (name === undefined || whole === undefined)
      throw invalidField(field, 'Write each class with its percentage, such as standard: 20.');
    return [name, Number(whole + fraction.padEnd(4, '0'))] as const;
  });
  return {
    ...readZone(values, prefix),
    prices: values.text(`${prefix}prices`) === 'exclusive' ? 'exclusive' : 'inclusive',
    rates: Object.fromEntries(rates),
    ...(shippingClass === undefined ? {} : { shippingClass }),
  };
}
