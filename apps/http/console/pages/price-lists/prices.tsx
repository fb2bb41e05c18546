import { useState } from 'preact/hooks';
import { send, type Listed } from '../../api/api.js';
import { formatMoney } from '../../api/money.js';
import type { ManagedProduct, PriceListEntry, VariantOfProduct } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { Pages, SearchField } from '../../ui/list.js';
import { ProblemNotice } from '../../ui/page.js';
import { Picker } from '../../ui/picker.js';
import { Table } from '../../ui/table.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { findVariants, searchOf } from '../promotions/find-products.js';
import { keyOf, PriceFields, quantityOf, readEntries, readEntry } from './price-fields.js';
import type { PriceListProps } from './price-list-fields.js';

const rowsOfPage = 20;

/** The prices of a list, page by page. Each can be changed by itself. */
export function Prices({ list, etag, reload }: PriceListProps) {
  const canEdit = useMay()('pricing.edit');
  const [page, setPage] = useState(1);
  const [search, setSearch] = useState('');
  const products = useResource<Listed<ManagedProduct>>(search === '' ? undefined : searchOf(search, 100));
  const found = search === '' ? undefined : products.answer?.body.data.flatMap(({ variants }) => variants);
  const entries =
    found === undefined ? list.prices : list.prices.filter(({ variantId }) => found.some(({ id }) => id === variantId));
  const pages = Math.max(1, Math.ceil(entries.length / rowsOfPage));
  const shown = entries.slice((Math.min(page, pages) - 1) * rowsOfPage, Math.min(page, pages) * rowsOfPage);
  const nameOf = useNames(shown.map(({ variantId }) => variantId));
  const save = (prices: readonly PriceListEntry[]) =>
    send('PATCH', `/admin/price-lists/${list.id}`, { body: { prices }, ifMatch: etag });
  const without = (entry: PriceListEntry) => list.prices.filter((other) => keyOf(other) !== keyOf(entry));
  return (
    <>
      <h2>Prices ({list.prices.length})</h2>
      <search class="filters">
        <SearchField
          onSearch={(text) => {
            setPage(1);
            setSearch(text);
          }}
        />
        {canEdit && (
          <DialogButton
            button="Add a price"
            confirm="Save"
            title="Add a price"
            done="The price was added."
            onDone={reload}
            submit={(values) => {
              const added = readEntries(values, list.currency);
              const isReplaced = (entry: PriceListEntry) => added.some((other) => keyOf(other) === keyOf(entry));
              return save([...list.prices.filter((entry) => !isReplaced(entry)), ...added]);
            }}
          >
            <Picker legend="Variants" name="variantId" label="Find a product" chosen={[]} find={findVariants} />
            <PriceFields currency={list.currency} />
          </DialogButton>
        )}
      </search>
      {products.problem !== undefined && <ProblemNotice problem={products.problem} />}
      <Table
        caption="Prices"
        rows={shown}
        rowKey={keyOf}
        empty={found === undefined ? 'The list has no prices yet.' : 'Nothing found.'}
        columns={[
          { header: 'Variant', cell: ({ variantId }) => nameOf(variantId) },
          { header: 'From units', cell: quantityOf, numeric: true },
          { header: 'Price', cell: ({ price }) => formatMoney(price), numeric: true },
          {
            header: 'Actions',
            cell: (entry) =>
              canEdit && (
                <div class="actions">
                  <DialogButton
                    button="Edit"
                    confirm="Save"
                    title={`Price of ${nameOf(entry.variantId)}`}
                    done="The price was saved."
                    onDone={reload}
                    submit={(values) => save([...without(entry), readEntry(entry.variantId, values, list.currency)])}
                  >
                    <PriceFields currency={list.currency} entry={entry} />
                  </DialogButton>
                  <DialogButton
                    button="Remove"
                    title={`Remove the price of ${nameOf(entry.variantId)}?`}
                    done="The price was removed."
                    onDone={reload}
                    isDangerous
                    submit={() => save(without(entry))}
                  />
                </div>
              ),
          },
        ]}
      />
      <Pages page={Math.min(page, pages)} pages={pages} open={setPage} />
    </>
  );
}

/** The product and SKU of a variant. One that is not for sale has its id, and all have a dash until they are known. */
function useNames(ids: readonly string[]): (id: string) => string {
  const wanted = [...new Set(ids)].join(',');
  const { answer, problem } = useResource<Listed<VariantOfProduct>>(
    wanted === '' ? undefined : `/variants?ids=${wanted}`,
  );
  const names = new Map(answer?.body.data.map(({ id, sku, productName }) => [id, `${productName} (${sku})`]));
  return (id) => names.get(id) ?? (answer === undefined && problem === undefined ? '–' : id);
}
