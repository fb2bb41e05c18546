import { send } from '../../api/api.js';
import type { ManagedProduct } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { DialogButton } from '../../ui/dialog.js';
import { Form } from '../../ui/form.js';
import { Loaded, Page } from '../../ui/page.js';
import { navigate, root } from '../../ui/router.js';
import { useResource } from '../../ui/use-resource.js';
import { useMay } from '../../ui/user.js';
import { Pictures } from './pictures.js';
import { ProductFields, productBody, shownOf } from './product-fields.js';
import { Variants } from './variants.js';

/** A product with its variants, stock and pictures. */
export function ProductPage({ id }: { readonly id: string }) {
  const may = useMay();
  const resource = useResource<ManagedProduct>(`/admin/products/${id}`);
  const { answer, reload } = resource;
  const canEdit = may('catalogue.edit');
  return (
    <Page
      title={answer?.body.name ?? 'Product'}
      actions={canEdit && answer !== undefined && <DeleteButton product={answer.body} etag={answer.etag} />}
    >
      <Loaded resource={resource}>
        {(product, etag) => (
          <div class="columns even">
            <section>
              <h2>Product</h2>
              <Form
                label="Product"
                button="Save"
                record={{ etag, shown: shownOf(product) }}
                reload={reload}
                submit={async (values, ifMatch) => {
                  await send('PATCH', `/admin/products/${id}`, { body: productBody(values, false), ifMatch });
                  announce('The product was saved.');
                  reload();
                }}
              >
                <ProductFields product={product} />
              </Form>
            </section>
            <section>
              <Variants product={product} etag={etag} reload={reload} />
              <Pictures product={product} etag={etag} reload={reload} />
            </section>
          </div>
        )}
      </Loaded>
    </Page>
  );
}

function DeleteButton({ product, etag }: { readonly product: ManagedProduct; readonly etag: string | undefined }) {
  return (
    <DialogButton
      button="Delete"
      title={`Delete ${product.name}?`}
      done={`${product.name} was deleted.`}
      isDangerous
      submit={() => send('DELETE', `/admin/products/${product.id}`, { ifMatch: etag })}
      onDone={() => navigate('/products')}
    >
      <p>
        A product that was ordered is archived instead. See <a href={`${root}/orders`}>Orders</a>.
      </p>
    </DialogButton>
  );
}
