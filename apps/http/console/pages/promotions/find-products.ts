import { get } from '../../api/api.js';
import type { Option } from '../../ui/fields.js';
import type { Product } from '../products/product-shape.js';

type Found = { readonly data: readonly Product[] };

const search = async (text: string): Promise<readonly Product[]> =>
  (await get<Found>(`/admin/products?limit=8&search=${encodeURIComponent(text)}`)).body.data;

/** Products whose names or SKUs match. */
export const findProducts = async (text: string): Promise<readonly Option[]> =>
  (await search(text)).map(({ id, name }) => [id, name]);

/** Variants of the products that match. */
export const findVariants = async (text: string): Promise<readonly Option[]> =>
  (await search(text)).flatMap(({ name, variants }) =>
    variants.map(({ id, sku }) => [id, `${name} (${sku})`] as const),
  );
