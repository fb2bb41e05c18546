import { get, type ApiResponse, type Listed } from '../../api/api.js';
import type { ManagedProduct } from '../../api/schemas.js';
import type { Option } from '../../ui/fields.js';

/** The path of the first products whose names or SKUs match. */
export const searchOf = (text: string, limit: number): string =>
  `/admin/products?limit=${limit}&search=${encodeURIComponent(text)}`;

const search = (text: string): Promise<ApiResponse<Listed<ManagedProduct>>> => get(searchOf(text, 8));

/** Products whose names or SKUs match. */
export const findProducts = async (text: string): Promise<ApiResponse<readonly Option[]>> => {
  const { data } = (await search(text)).body;
  return { body: data.map(({ id, name }) => [id, name]) };
};

/** Variants of the products that match. */
export const findVariants = async (text: string): Promise<ApiResponse<readonly Option[]>> => {
  const { data } = (await search(text)).body;
  return {
    body: data.flatMap(({ name, variants }) => variants.map(({ id, sku }) => [id, `${name} (${sku})`] as const)),
  };
};
