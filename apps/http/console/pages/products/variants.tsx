import { useState } from 'preact/hooks';
import { send } from '../../api/api.js';
import { formatMoney } from '../../api/money.js';
import type { ManagedProduct, ManagedVariant, Shop } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Table } from '../../ui/table.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { StockLedger } from './stock-ledger.js';
import { currenciesOf, VariantFields, variantBody } from './variant-fields.js';

type Props = { readonly product: ManagedProduct; readonly etag: string | undefined; readonly reload: () => void };

/** The variants of a product, each with its prices and stock. */
export function Variants({ product, etag, reload }: Props) {
  const may = useMay();
  const shop = useResource<Shop>('/shop');
  const [ledgerOf, setLedgerOf] = useState<ManagedVariant>();
  const sold = shop.answer?.body.currencies ?? [];
  return (
    <>
      <h2>Variants and stock</h2>
      <Table
        caption="Variants and stock"
        rows={product.variants}
        rowKey={({ id }) => id}
        empty="A product without variants is not sold."
        columns={[
          {
            header: 'SKU',
            cell: ({ sku, options = {} }) => (
              <>
                <span class="sku">{sku}</span>
                <div class="muted">{Object.values(options).join(', ')}</div>
              </>
            ),
          },
          {
            header: 'Price',
            cell: ({ prices = [] }) => prices.map(({ price }) => <div key={price.currency}>{formatMoney(price)}</div>),
            numeric: true,
          },
          {
            header: 'Available',
            cell: ({ available, stockTracked }) => (stockTracked ? (available ?? '–') : 'Not tracked'),
            numeric: true,
          },
          {
            header: 'Actions',
            cell: (variant) => (
              <div class="actions">
                {may('catalogue.edit') && (
                  <EditButton product={product} etag={etag} variant={variant} sold={sold} reload={reload} />
                )}
                {may('stock.edit') && <AdjustButton variant={variant} reload={reload} />}
                <button type="button" onClick={() => setLedgerOf(variant)}>
                  Movements
                </button>
              </div>
            ),
          },
        ]}
      />
      {may('catalogue.edit') && <AddButton product={product} sold={sold} reload={reload} />}
      {ledgerOf !== undefined && <StockLedger key={ledgerOf.id} variant={ledgerOf} updatedAt={product.variants} />}
    </>
  );
}

type EditProps = Props & { readonly variant: ManagedVariant; readonly sold: readonly string[] };

function EditButton({ product: { id, options = [] }, etag, variant, sold, reload }: EditProps) {
  const parts = { variant, options, currencies: currenciesOf(sold, variant) };
  return (
    <DialogButton
      button="Edit"
      confirm="Save"
      title={`Edit ${variant.sku}`}
      done={`${variant.sku} was saved.`}
      onDone={reload}
      submit={(values) =>
        send('PATCH', `/admin/products/${id}/variants/${variant.id}`, {
          body: variantBody(values, parts),
          ifMatch: etag,
        })
      }
    >
      <VariantFields {...parts} />
    </DialogButton>
  );
}

function AddButton({ product: { id, options = [] }, sold, reload }: Omit<EditProps, 'variant' | 'etag'>) {
  const parts = { options, currencies: currenciesOf(sold) };
  return (
    <p>
      <DialogButton
        button="Add a variant"
        confirm="Save"
        title="Add a variant"
        done="The variant was added."
        onDone={reload}
        submit={(values) => send('POST', `/admin/products/${id}/variants`, { body: variantBody(values, parts) })}
      >
        <VariantFields {...parts} />
      </DialogButton>
    </p>
  );
}

function AdjustButton({ variant, reload }: { readonly variant: ManagedVariant; readonly reload: () => void }) {
  return (
    <DialogButton
      button="Adjust stock"
      title={`Adjust the stock of ${variant.sku}`}
      done={`The stock of ${variant.sku} was adjusted.`}
      onDone={reload}
      submit={(values) =>
        send('PATCH', `/admin/variants/${variant.id}/stock`, {
          body: { delta: values.integer('delta') ?? 0, reason: values.text('reason') },
        })
      }
    >
      <p>Available now: {variant.available ?? 0}.</p>
      <TextField label="Change" name="delta" hint="Such as 5, or -2 for units that are gone." required />
      <TextField label="Reason" name="reason" required />
    </DialogButton>
  );
}
