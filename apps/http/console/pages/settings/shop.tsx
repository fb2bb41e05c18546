import { send } from '../../api/api.js';
import type { ShopDetails } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { Fields, TextArea, TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import type { FormValues } from '../../ui/form-values.js';
import { Loaded } from '../../ui/page.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { SettingsPage } from './settings-page.js';
import { ShippingMethodsPage } from './shipping-methods.js';

/** Who may not change the shop begins with what they may read. */
export const SettingsStart = () => (useMay()('shop.edit') ? <ShopPage /> : <ShippingMethodsPage />);

/** The facts of the shop: they appear in mails and on invoices. */
function ShopPage() {
  const resource = useResource<ShopDetails>('/admin/shop');
  return (
    <SettingsPage title="Settings">
      <h2>Shop</h2>
      <Loaded resource={resource}>
        {(shop, etag) => (
          <Form
            label="Shop"
            button="Save"
            record={{ etag, shown: shop }}
            reload={resource.reload}
            submit={async (values, ifMatch) => {
              await send('PATCH', '/admin/shop', { body: shopBody(values), ifMatch });
              announce('The shop was saved.');
              resource.reload();
            }}
          >
            <ShopFields shop={shop} />
          </Form>
        )}
      </Loaded>
    </SettingsPage>
  );
}

function ShopFields({ shop }: { readonly shop: ShopDetails }) {
  return (
    <>
      <TextField label="Name" name="name" value={shop.name} required />
      <TextArea label="Address" name="address" value={shop.address.join('\n')} hint="A line each, without the name." />
      <div class="side-by-side">
        <TextField label="Country" name="country" value={shop.country} hint="Its code, such as GB." />
        <TextField label="Time zone" name="timeZone" value={shop.timeZone} hint="Such as Europe/London." required />
        <TextField label="VAT number" name="vatNumber" value={shop.vatNumber} />
        <TextField label="Days for a withdrawal" name="withdrawalDays" type="number" value={shop.withdrawalDays} />
        <TextField
          label="Low stock below"
          name="lowStockThreshold"
          type="number"
          value={shop.lowStockThreshold}
          hint="Where a variant has no threshold of its own."
        />
      </div>
      <p>The first currency of the shop is {shop.currency}.</p>
      <div class="side-by-side">
        <TextField label="Currencies" name="currencies" value={shop.currencies?.join(', ')} hint="Such as USD, EUR." />
        <TextField label="Languages" name="locales" value={shop.locales?.join(', ')} hint="Such as en, de." />
        <TextField
          label="Countries"
          name="countries"
          value={shop.countries?.join(', ')}
          hint="Which the shop sells to. Empty for all."
        />
      </div>
      <Fields legend="Bank account">
        <div class="side-by-side">
          <TextField label="Holder" name="bankDetails.holder" value={shop.bankDetails?.holder} />
          <TextField label="IBAN" name="bankDetails.iban" value={shop.bankDetails?.iban} />
          <TextField label="BIC" name="bankDetails.bic" value={shop.bankDetails?.bic} />
        </div>
      </Fields>
    </>
  );
}

/** An empty field clears. */
function shopBody(values: FormValues): object {
  const listOrNull = (name: string) => (values.list(name).length === 0 ? null : values.list(name));
  const country = values.optional('country');
  const bank = {
    holder: values.text('bankDetails.holder'),
    iban: values.text('bankDetails.iban'),
    bic: values.text('bankDetails.bic'),
  };
  const hasBank = Object.values(bank).some((part) => part !== '');
  return {
    name: values.text('name'),
    address: values.lines('address'),
    timeZone: values.text('timeZone'),
    ...(country === undefined ? {} : { country }),
    currencies: listOrNull('currencies'),
    locales: listOrNull('locales'),
    countries: listOrNull('countries'),
    vatNumber: values.optional('vatNumber') ?? null,
    withdrawalDays: values.integer('withdrawalDays') ?? null,
    lowStockThreshold: values.integer('lowStockThreshold') ?? null,
    bankDetails: hasBank ? bank : null,
  };
}
