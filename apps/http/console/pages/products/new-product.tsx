import { send } from '../../api/api.js';
import type { ManagedProduct, Shop } from '../../api/schemas.js';
import { announce } from '../../ui/announcer.js';
import { Fields } from '../../ui/fields.js';
import { Form } from '../../ui/form.js';
import { Loaded, Page } from '../../ui/page.js';
import { navigate } from '../../ui/router.js';
import { useResource } from '../../ui/use-resource.js';
import { ProductFields, productBody } from './product-fields.js';
import { VariantFields, variantBody } from './variant-fields.js';

/** A product with its first variant. Options and further variants follow on its page. */
export function NewProductPage() {
  const shop = useResource<Shop>('/shop');
  return (
    <Page title="New product">
      <Loaded resource={shop}>
        {({ currencies }) => {
          const parts = { options: [], currencies };
          return (
            <Form
              label="Product"
              button="Save"
              submit={async (values) => {
                const body = { ...productBody(values, true), variants: [variantBody(values, parts)] };
                const made = await send<ManagedProduct>('POST', '/admin/products', { body });
                announce(`${made.body.name} was saved.`);
                navigate(`/products/${made.body.id}`);
              }}
            >
              <ProductFields />
              <Fields legend="First variant">
                <VariantFields {...parts} />
              </Fields>
            </Form>
          );
        }}
      </Loaded>
    </Page>
  );
}
