import type { VariantId } from '@cartwright/domain';
import type { ManagedVariant, VariantFacts } from '../../ports/repositories/catalogue/product-records.js';

/** A new variant as editors send it; `stock` is the initial number of units. */
export type NewVariant = Partial<VariantFacts> & Pick<VariantFacts, 'sku'> & { readonly stock?: number };

/** Units are counted by default, except of digital variants. */
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
