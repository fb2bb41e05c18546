import { get } from '../../api/api.js';
import { CheckField, Fields, type Option } from '../../ui/fields.js';
import { Loaded } from '../../ui/page.js';
import { Picker } from '../../ui/picker.js';
import { useResource } from '../../ui/use-resource.js';
import type { Category, Product } from '../products/product-shape.js';
import { findProducts } from './find-products.js';
import type { Selector } from './promotion-shape.js';
import { useEffect, useState } from 'preact/hooks';

type Props = { readonly legend: string; readonly name: string; readonly selector: Selector | undefined };

/** Which products are meant: by name, or all of a category. */
export function SelectorFields({ legend, name, selector = {} }: Props) {
  const categories = useResource<{ readonly data: readonly Category[] }>('/admin/categories');
  const chosen = useNames(selector.productIds ?? []);
  return (
    <Fields legend={legend}>
      {chosen !== undefined && (
        <Picker
          legend="Products"
          name={`${name}.productIds`}
          label="Find a product"
          chosen={chosen}
          find={findProducts}
        />
      )}
      <Fields legend="Categories">
        <Loaded resource={categories}>
          {({ data }) => (
            <div class="side-by-side">
              {data.map((category) => (
                <CheckField
                  key={category.id}
                  label={category.name}
                  name={`${name}.categoryIds`}
                  value={category.id}
                  checked={selector.categoryIds?.includes(category.id)}
                />
              ))}
            </div>
          )}
        </Loaded>
      </Fields>
    </Fields>
  );
}

/** The names of products, once they are known. One that was deleted keeps its id. */
function useNames(ids: readonly string[]): readonly Option[] | undefined {
  const [names, setNames] = useState<readonly Option[] | undefined>(ids.length === 0 ? [] : undefined);
  useEffect(() => {
    const nameOf = (id: string): Promise<Option> =>
      get<Product>(`/admin/products/${id}`).then(
        ({ body }) => [id, body.name] as const,
        () => [id, id] as const,
      );
    void Promise.all(ids.map(nameOf)).then(setNames);
  }, []);
  return names;
}
