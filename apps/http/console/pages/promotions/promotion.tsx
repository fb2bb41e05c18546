import { useRef } from 'preact/hooks';
import { send } from '../../api/api.js';
import type { Shop } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { TextField } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { formValues } from '../../ui/form-values.js';
import { Loaded, Page } from '../../ui/page.js';
import { navigate } from '../../ui/router.js';
import { saveFile } from '../../ui/save-file.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { Backtest } from './backtest.js';
import { Preview } from './preview.js';
import { PromotionFields } from './promotion-fields.js';
import type { Promotion, PromotionDraft } from './promotion-shape.js';
import { readPromotion } from './read-promotion.js';

/** A stored promotion. */
export function PromotionPage({ id }: { readonly id: string }) {
  const may = useMay();
  const resource = useResource<Promotion>(`/admin/promotions/${id}`);
  const { answer, reload } = resource;
  const canEdit = may('pricing.edit') && answer !== undefined;
  return (
    <Page
      title={answer?.body.name ?? 'Promotion'}
      actions={canEdit && <PromotionActions promotion={answer.body} etag={answer.etag} reload={reload} />}
    >
      <Loaded resource={resource}>
        {(promotion, etag) => <Editor promotion={promotion} etag={etag} reload={reload} />}
      </Loaded>
    </Page>
  );
}

export const NewPromotionPage = () => (
  <Page title="New promotion">
    <Editor />
  </Page>
);

type EditorProps = { readonly promotion?: Promotion; readonly etag?: string | undefined; readonly reload?: () => void };

/** The promotion, and what it would do to a cart and to past orders before it is saved. */
function Editor({ promotion, etag, reload }: EditorProps) {
  const canEdit = useMay()('pricing.edit');
  const element = useRef<HTMLFormElement>(null);
  const shop = useResource<Shop>('/shop');
  const draft = (): PromotionDraft => readPromotion(formValues(new FormData(element.current ?? undefined)), promotion);
  return (
    <Loaded resource={shop}>
      {({ currencies }) => (
        <div class="columns even">
          <section>
            <h2>Promotion</h2>
            <Form
              element={element}
              label="Promotion"
              button="Save"
              record={{ etag, shown: promotion === undefined ? undefined : { ...promotion, usage: undefined } }}
              reload={reload}
              submit={async (values, ifMatch) => {
                const body = readPromotion(values, promotion);
                if (promotion === undefined) {
                  const made = await send<Promotion>('POST', '/admin/promotions', { body });
                  navigate(`/promotions/${made.body.id}`);
                } else {
                  const cleared = { priority: null, exclusiveGroup: null, ...body };
                  await send('PATCH', `/admin/promotions/${promotion.id}`, { body: cleared, ifMatch });
                  reload?.();
                }
                announce('The promotion was saved.');
              }}
            >
              <PromotionFields promotion={promotion} currencies={currencies} />
            </Form>
          </section>
          {canEdit && (
            <section>
              <Preview draft={draft} currencies={currencies} />
              <Backtest draft={draft} />
            </section>
          )}
        </div>
      )}
    </Loaded>
  );
}

type ActionProps = { readonly promotion: Promotion; readonly etag: string | undefined; readonly reload: () => void };

function PromotionActions({ promotion: { id, name, conditions, archivedAt }, etag, reload }: ActionProps) {
  return (
    <>
      {conditions?.singleUse === true && (
        <DialogButton
          button="Generate codes"
          title="Generate single-use codes"
          done="The codes were generated."
          submit={async (values) => {
            const prefix = values.optional('prefix');
            const body = { count: values.integer('count') ?? 0, ...(prefix === undefined ? {} : { prefix }) };
            const { body: csv } = await send<string>('POST', `/admin/promotions/${id}/codes`, { body });
            saveFile('codes.csv', csv, 'text/csv');
          }}
        >
          <TextField label="Number of codes" name="count" type="number" min={1} value={10} required />
          <TextField label="Prefix" name="prefix" hint="What each code begins with." />
        </DialogButton>
      )}
      {archivedAt === undefined && (
        <DialogButton
          button="Archive"
          title={`Archive ${name}?`}
          done={`${name} was archived.`}
          onDone={reload}
          isDangerous
          submit={() => send('DELETE', `/admin/promotions/${id}`, { ifMatch: etag })}
        >
          <p>It applies to no cart any more. Orders that were placed with it stay as they are.</p>
        </DialogButton>
      )}
    </>
  );
}
