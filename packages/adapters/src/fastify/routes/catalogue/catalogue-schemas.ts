import type { ProductNotFound } from '@cartwright/application';
import { Type } from 'typebox';
import type { Problems } from '../../errors/problem.js';
import { ImageResponse } from './image-schemas.js';
import { Id, Instant, Money, nullable, oneOf } from '../../requests/plain-schemas.js';

export const productNotFoundProblems = {
  'catalogue.product-not-found': {
    status: 404,
    title: 'Product not found',
    detail: 'It does not exist or is not for sale.',
  },
} as const satisfies Problems<ProductNotFound>;

export const Availability = oneOf('in_stock', 'low_stock', 'out_of_stock', 'backorder');

export const SeoResponse = Type.Object(
  { title: Type.Optional(Type.String()), description: Type.Optional(Type.String()) },
  { title: 'Seo' },
);

/** Texts by name. */
export const TextsByName = Type.Unsafe<Readonly<Record<string, string>>>({
  type: 'object',
  additionalProperties: { type: 'string' },
});

export const OptionResponse = Type.Object(
  { name: Type.String(), values: Type.Array(Type.String()) },
  { title: 'ProductOption' },
);

/** Shared by name, because a category holds categories. */
export const Category = {
  $id: 'Category',
  type: 'object',
  required: ['id', 'slug', 'name', 'productCount', 'children'],
  properties: {
    id: Id,
    slug: { type: 'string' },
    name: { type: 'string' },
    seo: SeoResponse,
    productCount: { type: 'integer', description: 'Products in it and its descendants.' },
    children: { type: 'array', items: { $ref: 'Category#' } },
    ancestors: {
      type: 'array',
      description: 'Only of a single category: its ancestors, root first.',
      items: {
        type: 'object',
        required: ['id', 'slug', 'name'],
        properties: { id: Id, slug: { type: 'string' }, name: { type: 'string' } },
      },
    },
  },
} as const;

export const variantFields = {
  id: Id,
  sku: Type.String(),
  barcode: Type.Optional(Type.String()),
  name: Type.String({ description: 'Its option values; empty for a single variant.' }),
  options: TextsByName,
  price: Money,
  compareAtPrice: Type.Optional(Money),
  taxIncluded: Type.Boolean({ description: 'Whether tax is part of the price.' }),
  availability: Availability,
  quantity: Type.Optional(Type.Integer({ description: 'Units left, if they are few.' })),
  digital: Type.Boolean(),
  weightGrams: Type.Optional(Type.Integer()),
  image: Type.Optional(Type.String()),
};

export const ProductResponse = Type.Object(
  {
    id: Id,
    slug: Type.String(),
    name: Type.String(),
    description: Type.String({ description: 'HTML without scripts, styles, forms and event handlers.' }),
    brand: Type.Optional(Type.String()),
    tags: Type.Array(Type.String()),
    options: Type.Array(OptionResponse),
    variants: Type.Array(Type.Object(variantFields, { title: 'Variant' })),
    categories: Type.Array(
      Type.Object({
        id: Id,
        slug: Type.String(),
        name: Type.String(),
        path: Type.Array(Type.String(), { description: 'The names from the root to it.' }),
      }),
    ),
    images: Type.Array(ImageResponse),
    seo: SeoResponse,
    rating: Type.Object({ average: nullable(Type.Number()), count: Type.Integer() }),
    metadata: TextsByName,
    createdAt: Instant,
    updatedAt: Instant,
  },
  { title: 'Product' },
);
