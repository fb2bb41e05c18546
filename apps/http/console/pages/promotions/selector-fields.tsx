import { useEffect, useState } from 'preact/hooks';
import { get } from '../../api/api.js';
import type { ManagedProduct } from '../../api/schemas.js';
import { Fields, type Option } from '../../ui/fields.js';
import { Picker } from '../../ui/picker.js';
import { CategoryFields } from '../products/category-fields.js';
import { findProducts } from './find-products.js';
import type { Selector } from './promotion-shape.js';

type Props = { readonly legend: string; readonly name: string; readonly selector: Selector | undefined };

/** Which products are meant: by name, or all of a category. */
export function SelectorFields({ legend, name, selector = {} }: Props) {
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
      <CategoryFields name={`${name}.categoryIds`} chosen={selector.categoryIds} />
    </Fields>
  );
}

/** The names of products, once they are known. One that was deleted keeps its id. */
function useNames(ids: readonly string[]): readonly Option[] | undefined {
  const [names, setNames] = useState<readonly Option[] | undefined>(ids.length === 0 ? [] : undefined);
  useEffect(() => {
    const nameOf = (id: string): Promise<Option> =>
      get<ManagedProduct>(`/admin/products/${id}`).then(
        ({ body }) => [id, body.name] as const,
        () => [id, id] as const,
      );
    void Promise.all(ids.map(nameOf)).then(setNames);
  }, []);
  return names;
}
