import type { VariantId } from '@cartwright/domain';
import type { ManagedVariant, VariantFacts } from '../../ports/repositories/catalogue/product-records.js';

/** What editors say of a new variant; `stock` are the units that it begins with. */
export type NewVariant = Partial<VariantFacts> & Pick<VariantFacts, 'sku'> & { readonly stock?: number };

/** Units are counted unless the variant is digital, or its editor says otherwise. */
export const newVariant = (id: VariantId, { stock, ...facts }: NewVariant): ManagedVariant => ({
  options: {},
  prices: [],
  digital: false,
  metadata: {},
  stockTracked: stock !== undefined || facts.digital !== true,
  backorder: false,
  ...facts,
  id,
  name: '',
  archived: false,
});
