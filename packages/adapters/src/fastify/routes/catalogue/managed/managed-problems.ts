import type {
  ChangeCategoryError,
  ChangeProductError,
  ChangeVariantError,
  CreateCategoryError,
  CreateProductError,
  DeleteCategoryError,
  DeleteProductError,
  ViewManagedCategoryError,
  ViewManagedProductError,
} from '@cartwright/application';
import type { Problems } from '../../../errors/problem.js';
import { storageProblems } from '../../../errors/unavailable-problems.js';
import { variantProblems } from '../../cart/pricing-problems.js';

export const viewProductProblems = {
  'catalogue.product-not-found': {
    status: 404,
    title: 'Product not found',
    detail: 'No product has this id.',
  },
  ...storageProblems,
} satisfies Problems<ViewManagedProductError>;

const slugProblems = {
  'catalogue.slug-taken': {
    status: 409,
    title: 'The slug is taken',
    detail: 'Another product or category has this address.',
    hint: '`slug` is already used.',
  },
} as const;

const unknownCategoryProblems = {
  'catalogue.category-unknown': {
    status: 422,
    title: 'Category not found',
    detail: 'One of the categories does not exist.',
    hint: 'It is `categoryId`.',
  },
} as const;

const saveProblems = {
  ...slugProblems,
  ...unknownCategoryProblems,
  'catalogue.units-owed': {
    status: 409,
    title: 'Backorders are open',
    detail: 'More units were ordered than are in stock. Add the missing stock before you turn backorders off.',
  },
  'catalogue.sku-taken': {
    status: 409,
    title: 'The SKU is taken',
    detail: 'Another variant has this SKU.',
    hint: 'It is `sku`.',
  },
} as const;

export const createProductProblems = {
  ...saveProblems,
  'catalogue.price-duplicate': {
    status: 422,
    title: 'Duplicate price in a currency',
    detail: 'A variant has more than one price in the same currency.',
    hint: 'It is variant `sku`, in `currency`.',
  },
  'catalogue.variant-duplicate': {
    status: 422,
    title: 'Two variants have the same options',
    detail: 'Two variants have the same options.',
    hint: 'One is `sku`, with `options`.',
  },
  'catalogue.digital-tracked': {
    status: 422,
    title: 'Digital variants have no stock',
    detail: 'A digital variant has no stock.',
    hint: 'Leave `stock` and `stockTracked` of variant `sku` out.',
  },
  'catalogue.tax-class-unknown': {
    status: 422,
    title: 'The tax class has no rate',
    detail: 'The tax rules have no rate for the tax class, so the variant could not be sold.',
    hint: 'The class is `taxClass`, the variant `sku`.',
  },
  'money.unknown-currency': {
    status: 422,
    title: 'Unknown currency',
    detail: 'The currency is not known, or has no minor units.',
    hint: 'Send a code of ISO 4217.',
  },
  'money.currency-mismatch': {
    status: 422,
    title: 'The prices have different currencies',
    detail: 'The price and the price to compare have different currencies.',
    hint: '`price` and `compareAtPrice` must have the same currency.',
  },
  'money.off-step': {
    status: 422,
    title: 'The price is too fine',
    detail: 'The currency has no such small amounts.',
    hint: 'Amounts are multiples of `step` minor units.',
  },
  ...storageProblems,
} satisfies Problems<CreateProductError>;

const staleProblems = {
  'catalogue.product-stale': {
    status: 412,
    title: 'The product has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
  },
} as const;

export const changeProductProblems = {
  ...viewProductProblems,
  ...staleProblems,
  ...createProductProblems,
} satisfies Problems<ChangeProductError>;

export const changeVariantProblems = {
  ...changeProductProblems,
  ...variantProblems,
} satisfies Problems<ChangeVariantError>;

export const deleteProductProblems = {
  ...viewProductProblems,
  ...staleProblems,
  ...saveProblems,
} satisfies Problems<DeleteProductError>;

export const viewCategoryProblems = {
  'catalogue.category-not-found': {
    status: 404,
    title: 'Category not found',
    detail: 'No category has this id.',
  },
  ...storageProblems,
} satisfies Problems<ViewManagedCategoryError>;

export const createCategoryProblems = {
  ...slugProblems,
  ...unknownCategoryProblems,
  'catalogue.category-name-taken': {
    status: 409,
    title: 'The name is taken',
    detail: 'Another category of the same parent has this name.',
    hint: 'It is `name`.',
  },
  ...storageProblems,
} satisfies Problems<CreateCategoryError>;

const staleCategoryProblems = {
  ...viewCategoryProblems,
  'catalogue.category-stale': {
    status: 412,
    title: 'The category has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
  },
} as const;

export const changeCategoryProblems = {
  ...staleCategoryProblems,
  ...createCategoryProblems,
  'catalogue.category-circle': {
    status: 422,
    title: 'A category cannot be its own descendant',
    detail: 'A category cannot be below itself.',
    hint: '`parentId` is the category itself or one of its descendants.',
  },
} satisfies Problems<ChangeCategoryError>;

export const deleteCategoryProblems = {
  ...staleCategoryProblems,
  'catalogue.category-not-empty': {
    status: 409,
    title: 'The category has children',
    detail: 'Move or delete the categories below it first.',
    hint: '`children` lists them.',
  },
} satisfies Problems<DeleteCategoryError>;
