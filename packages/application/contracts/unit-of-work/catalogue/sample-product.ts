import type { InitialStock, ManagedProduct, ManagedVariant, UnitOfWork } from '@cartwright/application';
import { freshId, noon, usd, valueOf } from '../../sample-shop.js';

/** A variant as editors make it: red, at 19.99, with its units counted. */
export const managedVariant = (facts: Partial<ManagedVariant> = {}): ManagedVariant => {
  const id = freshId();
  return {
    id,
    sku: `SKU-${id}`,
    name: 'Red',
    options: { Colour: 'Red' },
    prices: [{ price: usd(1_999) }],
    digital: false,
    metadata: {},
    stockTracked: true,
    backorder: false,
    archived: false,
    ...facts,
  };
};

/** An active product as editors make it, with every fact that they can give. */
export const managedProduct = (facts: Partial<ManagedProduct> = {}): ManagedProduct => {
  const id = freshId();
  return {
    id,
    slug: `product-${id}`,
    name: 'Enamel mug',
    description: '<p>Holds tea.</p>',
    status: 'active',
    publishAt: noon,
    featured: true,
    brand: 'Mill Lane',
    tags: ['kitchen', 'red'],
    categoryIds: [],
    options: [{ name: 'Colour', values: ['Red'] }],
    seo: { title: 'Mugs', description: 'Enamel.' },
    metadata: { care: 'by hand' },
    translations: { de: { name: 'Emaillebecher', seo: { title: 'Becher' } } },
    images: [],
    variants: [managedVariant()],
    version: 1,
    createdAt: noon,
    updatedAt: noon,
    ...facts,
  };
};

/** Adds a product whose every counted variant begins with `stock` units. */
export const addProduct = async (
  unitOfWork: UnitOfWork,
  facts: Partial<ManagedProduct> = {},
  stock = 0,
): Promise<ManagedProduct> => {
  const product = managedProduct(facts);
  const initial: InitialStock = new Map(product.variants.map(({ id }) => [id, stock]));
  return valueOf(await unitOfWork.run(({ products }) => products.add(product, { initial })));
};
