import type { ProductMirror } from '@cartwright/application';

const disabled = (): never => {
  throw new Error('products are not mirrored');
};

/** The mirror of a shop that mirrors its products nowhere. */
export const noProductMirror: ProductMirror = {
  isEnabled: false,
  write: disabled,
  deactivate: disabled,
  compare: disabled,
  products: disabled,
  prices: disabled,
};
