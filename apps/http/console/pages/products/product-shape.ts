import type { ManagedVariant } from '../../api/schemas.js';

/** A price of a variant, and its former one. */
export type VariantPrice = NonNullable<ManagedVariant['prices']>[number];

export const productStatuses = [
  ['draft', 'Draft'],
  ['active', 'Active'],
  ['unlisted', 'Unlisted'],
  ['archived', 'Archived'],
] as const;
