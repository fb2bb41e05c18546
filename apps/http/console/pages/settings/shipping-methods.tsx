import { get, send } from '../../api/api.js';
import { formatMoney } from '../../api/money.js';
import type { ShippingMethod, Shop } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { CheckField, TextField } from '../../ui/fields.js';
import type { FormValues } from '../../ui/form-values.js';
import { List } from '../../ui/list.js';
import { readRepeated, Repeated } from '../../ui/repeated.js';
import { useResource } from '../../ui/use-resource.js';
import { useVersion } from '../../ui/use-version.js';
import { useMay } from '../../ui/user.js';
import { State } from '../../ui/words.js';
import { ChargeFields, readCharge, type Charge } from './charge-fields.js';
import { SettingsPage } from './settings-page.js';
import { readZone, ZoneFields, zoneText } from './zone-fields.js';

/** How orders are sent, where to, and what it costs. */
export function ShippingMethodsPage() {
  const canEdit = useMay()('pricing.edit');
  const [version, onDone] = useVersion();
  return (
    <SettingsPage title="Shipping methods" actions={canEdit && <AddButton onDone={onDone} />}>
      <List<ShippingMethod>
        caption="Shipping methods"
        path="/admin/shipping-methods"
        version={version}
        rowKey={({ id }) => id}
        searchText={({ name, zones }) => `${name} ${zones.map(zoneText).join(' ')}`}
        columns={[
          { header: 'Name', cell: ({ name }) => name },
          { header: 'Goes to', cell: ({ zones }) => zones.map(zoneText).join('; ') },
          { header: 'Costs', cell: ({ charges }) => charges.map(chargeText).join(', ') },
          {
            header: 'Days',
            cell: ({ deliveryDays: days }) => (days === undefined ? '–' : `${days.min}–${days.max}`),
          },
          { header: 'State', cell: ({ enabled }) => <State state={enabled ? 'enabled' : 'disabled'} /> },
          {
            header: 'Actions',
            cell: (method) => canEdit && <MethodActions method={method} onDone={onDone} />,
          },
        ]}
      />
    </SettingsPage>
  );
}

const chargeText = (charge: Charge): string =>
  charge.type === 'flat' ? formatMoney(charge.amount) : `${charge.currency} by ${charge.type}`;

function AddButton({ onDone }: { readonly onDone: () => void }) {
  return (
    <DialogButton
      button="Add a shipping method"
      confirm="Save"
      title="Add a shipping method"
      done="The shipping method was added."
      onDone={onDone}
      submit={(values) => send('POST', '/admin/shipping-methods', { body: methodBody(values, true) })}
    >
      <MethodFields />
    </DialogButton>
  );
}

function MethodActions({ method, onDone }: { readonly method: ShippingMethod; readonly onDone: () => void }) {
  const path = `/admin/shipping-methods/${method.id}`;
  return (
    <div class="actions">
      <DialogButton
        button="Edit"
        confirm="Save"
        title={`Edit ${method.name}`}
        done={`${method.name} was saved.`}
        onDone={onDone}
        submit={async (values) => {
          const { etag } = await get(path);
          await send('PATCH', path, { body: methodBody(values, false), ifMatch: etag });
        }}
      >
        <MethodFields method={method} />
      </DialogButton>
      <DialogButton
        button="Delete"
        title={`Delete ${method.name}?`}
        done={`${method.name} was deleted.`}
        onDone={onDone}
        isDangerous
        submit={() => send('DELETE', path)}
      />
    </div>
  );
}

function MethodFields({ method }: { readonly method?: ShippingMethod }) {
  const shop = useResource<Shop>('/shop');
  if (shop.answer === undefined) return null;
  const { currency } = shop.answer.body;
  return (
    <>
      <TextField label="Name" name="name" value={method?.name} required />
      <div class="side-by-side">
        <TextField label="Days at least" name="deliveryDays.min" type="number" value={method?.deliveryDays?.min} />
        <TextField label="Days at most" name="deliveryDays.max" type="number" value={method?.deliveryDays?.max} />
        <TextField label="Tax class" name="taxClass" value={method?.taxClass} />
      </div>
      <CheckField label="Enabled" name="enabled" checked={method?.enabled ?? true} />
      <Repeated name="zones" item="Zone" items={method?.zones ?? [{ countries: [] }]}>
        {(prefix, zone) => <ZoneFields prefix={prefix} zone={zone} />}
      </Repeated>
      <Repeated<Charge | undefined> name="charges" item="Charge" items={method?.charges ?? [undefined]}>
        {(prefix, charge) => <ChargeFields prefix={prefix} charge={charge} currency={currency} />}
      </Repeated>
    </>
  );
}

function methodBody(values: FormValues, isNew: boolean): object {
  const [min, max] = [values.integer('deliveryDays.min'), values.integer('deliveryDays.max')];
  const taxClass = values.optional('taxClass');
  return {
    name: values.text('name'),
    enabled: values.isChecked('enabled'),
    zones: readRepeated(values, 'zones', (prefix) => readZone(values, prefix)),
    charges: readRepeated(values, 'charges', (prefix) => readCharge(values, prefix)),
    ...(min === undefined && max === undefined ? {} : { deliveryDays: { min: min ?? max, max: max ?? min } }),
    ...(taxClass === undefined ? (isNew ? {} : { taxClass: null }) : { taxClass }),
  };
}
