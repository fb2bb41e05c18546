import { send } from '../../api/api.js';
import { formatInstant } from '../../api/dates.js';
import { formatMoney } from '../../api/money.js';
import type { ProductMirror, ProductMirrorDifference, ProductMirrorRow } from '../../api/schemas.js';
import { DialogButton } from '../../ui/dialog.js';
import { CheckField } from '../../ui/fields.js';
import { List } from '../../ui/list.js';
import { Loaded, Page } from '../../ui/page.js';
import { Progress } from '../../ui/progress.js';
import { navigate, root } from '../../ui/router.js';
import { Table } from '../../ui/table.js';
import { usePolled } from '../../ui/use-polled.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { wordsOf } from '../../ui/words.js';

const path = '/admin/stripe-products';

/** Whether the shop mirrors its products, once that is known. */
const useEnabled = (): boolean | undefined =>
  useResource<{ readonly enabled: boolean }>(`${path}?limit=1`).answer?.body.enabled;

/** A link to the mirror, in a shop that has one. */
export const StripeProductsLink = () =>
  useEnabled() === true ? <a href={`${root}/products/stripe`}>Products in Stripe</a> : null;

/** Runs of the mirror of products in Stripe. */
export function StripeProductsPage() {
  const may = useMay();
  const isEnabled = useEnabled();
  return (
    <Page title="Products in Stripe" actions={may('catalogue.edit') && isEnabled === true && <MirrorButton />}>
      {isEnabled === false && <p class="notice">This shop does not mirror its products to Stripe.</p>}
      <List<ProductMirrorRow>
        caption="Runs"
        path={path}
        rowKey={({ id }) => id}
        searchText={({ requestedAt, phase }) => `${formatInstant(requestedAt)} ${wordsOf(phase)}`}
        empty="The products have not been mirrored yet."
        columns={[
          {
            header: 'Started',
            cell: ({ id, requestedAt }) => <a href={`${root}/products/stripe/${id}`}>{formatInstant(requestedAt)}</a>,
          },
          { header: 'By', cell: ({ requestedBy }) => (requestedBy === undefined ? 'The schedule' : 'Staff') },
          { header: 'Finished', cell: ({ finishedAt }) => formatInstant(finishedAt) },
          { header: 'Variants', cell: ({ counts }) => counts.variants, numeric: true },
          { header: 'Refused', cell: ({ counts }) => counts.refused, numeric: true },
          { header: 'Differences', cell: ({ counts }) => counts.differences, numeric: true },
        ]}
      />
    </Page>
  );
}

function MirrorButton() {
  return (
    <DialogButton
      button="Mirror now"
      title="Mirror the products to Stripe"
      done="The run was started."
      submit={async (values) => {
        const body = { rewrite: values.isChecked('rewrite') };
        const started = await send<{ readonly runId: string }>('POST', path, { body });
        navigate(`/products/stripe/${started.body.runId}`);
      }}
    >
      <p>It also runs each night. A run that is not finished is continued.</p>
      <CheckField
        label="Write everything again"
        name="rewrite"
        hint="Overwrites what somebody changed in Stripe's dashboard."
      />
    </DialogButton>
  );
}

const facts = [
  ['Products', 'products'],
  ['Variants', 'variants'],
  ['New in Stripe', 'created'],
  ['Written again', 'updated'],
  ['No longer on sale', 'deactivated'],
  ['Refused', 'refused'],
  ['Differences', 'differences'],
] as const;

/** One run: how far it is, and what differs between the shop and Stripe. */
export function StripeRunPage({ id }: { readonly id: string }) {
  const resource = usePolled<ProductMirror>(`${path}/${id}`, ({ finishedAt }) => finishedAt !== undefined);
  return (
    <Page title="Run of the mirror" actions={<a href={`${root}/products/stripe`}>All runs</a>}>
      <Loaded resource={resource}>
        {({ requestedAt, finishedAt, phase, total, rewrite, counts, differences }) => (
          <>
            <p>
              Started {formatInstant(requestedAt)}. {rewrite && 'Everything is written again.'}
            </p>
            <Progress
              label="Mirror"
              value={counts.products}
              total={Math.max(total, counts.products)}
              state={finishedAt === undefined ? wordsOf(phase) : `Finished ${formatInstant(finishedAt)}`}
            />
            <dl class="facts">
              {facts.map(([name, count]) => (
                <div key={count}>
                  <dt>{name}</dt>
                  <dd>{counts[count]}</dd>
                </div>
              ))}
            </dl>
            <h2>Differences</h2>
            {counts.differences > differences.length && <p>The first {differences.length} are listed.</p>}
            <Table
              caption="Differences"
              rows={differences}
              rowKey={(difference) => JSON.stringify(difference)}
              empty={finishedAt === undefined ? 'None so far.' : 'The shop and Stripe agree.'}
              columns={[
                { header: 'What differs', cell: ({ type }) => wordsOf(type) },
                { header: 'In Stripe', cell: placeOf },
                { header: 'Details', cell: detailsOf },
              ]}
            />
          </>
        )}
      </Loaded>
    </Page>
  );
}

function placeOf({ name, reference, priceReference, variantId }: ProductMirrorDifference) {
  return (
    <>
      {name !== undefined && <div>{name}</div>}
      <code>{priceReference ?? reference ?? variantId ?? '–'}</code>
    </>
  );
}

function detailsOf({ fields, price, currency, reason }: ProductMirrorDifference): string {
  const parts = [
    fields?.map(wordsOf).join(', '),
    price === undefined ? currency : formatMoney(price),
    reason === undefined ? undefined : wordsOf(reason),
  ];
  return parts.filter((part) => part !== undefined).join(', ') || '–';
}
