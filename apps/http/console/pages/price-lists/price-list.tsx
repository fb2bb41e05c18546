import { send } from '../../api/api.js';
import type { PriceList, Shop } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { Loaded, Page } from '../../ui/page.js';
import { navigate } from '../../ui/router.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { PriceListFields, priceListBody, shownOf, type PriceListProps } from './price-list-fields.js';
import { PriceListFile } from './price-list-file.js';
import { Prices } from './prices.js';

export function NewPriceListPage() {
  const shop = useResource<Shop>('/shop');
  return (
    <Page title="New price list">
      <Loaded resource={shop}>
        {({ currencies }) => (
          <Form
            label="Price list"
            button="Save"
            submit={async (values) => {
              const made = await send<PriceList>('POST', '/admin/price-lists', { body: priceListBody(values) });
              announce('The price list was saved.');
              navigate(`/price-lists/${made.body.id}`);
            }}
          >
            <PriceListFields currencies={currencies} />
          </Form>
        )}
      </Loaded>
    </Page>
  );
}

/** A price list with its prices. */
export function PriceListPage({ id }: { readonly id: string }) {
  const canEdit = useMay()('pricing.edit');
  const resource = useResource<PriceList>(`/admin/price-lists/${id}`);
  const { answer, reload } = resource;
  return (
    <Page
      title={answer?.body.name ?? 'Price list'}
      actions={canEdit && answer !== undefined && <DeleteButton list={answer.body} etag={answer.etag} />}
    >
      <Loaded resource={resource}>
        {(list, etag) => (
          <div class="columns even">
            <section>
              <h2>Price list</h2>
              <FactsForm list={list} etag={etag} reload={reload} />
              <PriceListFile list={list} etag={etag} reload={reload} />
            </section>
            <section>
              <Prices list={list} etag={etag} reload={reload} />
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function FactsForm({ list, etag, reload }: PriceListProps) {
  const shop = useResource<Shop>('/shop');
  return (
    <Loaded resource={shop}>
      {({ currencies }) => (
        <Form
          label="Price list"
          button="Save"
          record={{ etag, shown: shownOf(list) }}
          reload={reload}
          submit={async (values, ifMatch) => {
            await send('PATCH', `/admin/price-lists/${list.id}`, { body: priceListBody(values, list), ifMatch });
            announce('The price list was saved.');
            reload();
          }}
        >
          <PriceListFields list={list} currencies={[...new Set([list.currency, ...currencies])]} />
        </Form>
      )}
    </Loaded>
  );
}

function DeleteButton({ list: { id, name }, etag }: Omit<PriceListProps, 'reload'>) {
  return (
    <DialogButton
      button="Delete"
      title={`Delete ${name}?`}
      done={`${name} was deleted.`}
      isDangerous
      submit={() => send('DELETE', `/admin/price-lists/${id}`, { ifMatch: etag })}
      onDone={() => navigate('/price-lists')}
    >
      <p>Its customers then buy at the other prices. Orders stay as they are.</p>
    </DialogButton>
  );
}
