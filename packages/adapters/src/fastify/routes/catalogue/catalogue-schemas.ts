import { Type } from 'typebox';
import { listOf, pageQuery, sortQuery } from '../../requests/list-schemas.js';
import { closed, Id, Instant, Money, nullable, oneOf } from '../../requests/plain-schemas.js';

export const Availability = oneOf('in_stock', 'low_stock', 'out_of_stock');

export const ProductAnswer = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    description: Type.String(),
    variants: Type.Array(
      Type.Object(
        {
          id: Id,
          sku: Type.String(),
          name: Type.String(),
          price: Money,
          availability: Availability,
          digital: Type.Boolean(),
        },
        { title: 'Variant' },
      ),
    ),
    categories: Type.Array(Type.Object({ id: Id, slug: Type.String(), name: Type.String() })),
    images: Type.Array(Type.Object({ url: Type.String(), alt: Type.String() })),
    rating: Type.Object({ average: nullable(Type.Number()), count: Type.Integer() }),
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'Product' },
);

export const ProductListAnswer = listOf(ProductAnswer);

export const productSortKeys = ['price', 'name', 'createdAt'] as const;

const Price = Type.Integer({
  minimum: 0,
  maximum: Number.MAX_SAFE_INTEGER,
  description: "Minor units of the shop's currency.",
});

export const ProductListQuery = Type.Object(
  {
    search: Type.Optional(Type.String({ maxLength: 200 })),
    category: Type.Optional(
      Type.String({ maxLength: 255, description: "A category's slug; what is below it counts." }),
    ),
    minPrice: Type.Optional(Price),
    maxPrice: Type.Optional(Price),
    inStock: Type.Optional(Type.Boolean()),
    sort: sortQuery(productSortKeys),
    ...pageQuery,
  },
  closed,
);

export const ProductParams = Type.Object({ idOrSlug: Type.String({ minLength: 1, maxLength: 255 }) });
export const CategoryParams = Type.Object({ slug: Type.String({ minLength: 1, maxLength: 255 }) });

/** Shared by name, because a category holds categories. */
export const Category = {
  $id: 'Category',
  type: 'object',
  required: ['id', 'slug', 'name', 'productCount', 'children'],
  properties: {
    id: Id,
    slug: { type: 'string' },
    name: { type: 'string' },
    productCount: { type: 'integer', description: 'Products in it and below.' },
    children: { type: 'array', items: { $ref: 'Category#' } },
  },
} as const;
