import { Id, oneOf } from '../../requests/plain-schemas.js';

export const Availability = oneOf('in_stock', 'low_stock', 'out_of_stock');

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
