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
    title: 'There is no such product',
    detail: 'No product has this id.',
  },
  ...storageProblems,
} satisfies Problems<ViewManagedProductError>;

const slugProblems = {
  'catalogue.slug-taken': {
    status: 409,
    title: 'The slug is taken',
    detail: 'Something else has the address `slug`.',
  },
} as const;

const unknownCategoryProblems = {
  'catalogue.category-unknown': {
    status: 422,
    title: 'There is no such category',
    detail: 'No category has the id `categoryId`.',
  },
} as const;

const saveProblems = {
  ...slugProblems,
  ...unknownCategoryProblems,
  'catalogue.units-owed': {
    status: 409,
    title: 'Units are owed',
    detail: 'More units were ordered than there are. Add them to the stock before backorders end.',
  },
  'catalogue.sku-taken': {
    status: 409,
    title: 'The SKU is taken',
    detail: 'Another variant has `sku`.',
  },
} as const;

export const createProductProblems = {
  ...saveProblems,
  'catalogue.price-duplicate': {
    status: 422,
    title: 'A currency has two prices',
    detail: 'Variant `sku` has more than one price in `currency`.',
  },
  'catalogue.variant-duplicate': {
    status: 422,
    title: 'Two variants have the same options',
    detail: 'Variant `sku` has the `options` of another one.',
  },
  'catalogue.digital-tracked': {
    status: 422,
    title: 'Digital goods hold no stock',
    detail: 'Variant `sku` is digital: leave `stock` and `stockTracked` out.',
  },
  'catalogue.tax-class-unknown': {
    status: 422,
    title: 'The tax class has no rate',
    detail: 'The tax rules have no rate for `taxClass`: variant `sku` could not be sold.',
  },
  'money.unknown-currency': {
    status: 422,
    title: 'There is no such currency',
    detail: '`currency` is not in ISO 4217, or has no minor units.',
  },
  'money.currency-mismatch': {
    status: 422,
    title: 'The two prices are in two currencies',
    detail: 'A price and the one to compare it with are in one currency.',
  },
  'money.off-step': {
    status: 422,
    title: 'The price is too fine',
    detail: 'Amounts of this currency are multiples of `step`.',
  },
  ...storageProblems,
} satisfies Problems<CreateProductError>;

const staleProblems = {
  'catalogue.product-stale': {
    status: 412,
    title: 'The product has changed',
    detail: 'It is no longer at the version of `If-Match`. Read it again.',
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
    title: 'There is no such category',
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
    detail: 'Another category of the same parent is called `name`.',
  },
  ...storageProblems,
} satisfies Problems<CreateCategoryError>;

const staleCategoryProblems = {
  ...viewCategoryProblems,
  'catalogue.category-stale': {
    status: 412,
    title: 'The category has changed',
    detail: 'It is no longer at the version of `If-Match`. Read it again.',
  },
} as const;

export const changeCategoryProblems = {
  ...staleCategoryProblems,
  ...createCategoryProblems,
  'catalogue.category-circle': {
    status: 422,
    title: 'A category cannot stand below itself',
    detail: '`parentId` is the category itself, or one below it.',
  },
} satisfies Problems<ChangeCategoryError>;

export const deleteCategoryProblems = {
  ...staleCategoryProblems,
  'catalogue.category-not-empty': {
    status: 409,
    title: 'There are categories below it',
    detail: 'Move or delete the `children` first.',
  },
} satisfies Problems<DeleteCategoryError>;
