import type { CartNotFound, ChangeCartError, ListShippingOptionsError, ViewCartError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pricingProblems } from './pricing-problems.js';

const cartNotFoundProblems = {
  'cart.not-found': {
    status: 404,
    title: 'Cart not found',
    detail: 'The cart does not exist, or it is not yours.',
    hint: 'A guest sends the `token` of the cart as `X-Cart-Token`.',
  },
} satisfies Problems<CartNotFound>;

export const priceProblems = { ...pricingProblems, ...storageProblems };

export const viewCartProblems = { ...cartNotFoundProblems, ...priceProblems } satisfies Problems<
  ViewCartError | ListShippingOptionsError
>;

export const alreadyOrderedProblems = {
  'cart.already-ordered': {
    status: 409,
    title: 'Cart already ordered',
    detail: 'The cart was ordered already. Start a new one.',
    hint: 'The cart can be read but not changed.',
  },
};

export const cartVersionProblems = {
  'cart.version-stale': {
    status: 412,
    title: 'The cart has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
  },
};

export const changeCartProblems = {
  ...viewCartProblems,
  ...alreadyOrderedProblems,
  ...cartVersionProblems,
} satisfies Problems<ChangeCartError>;

export const tooManyLinesProblems = {
  'cart.too-many-lines': {
    status: 422,
    title: 'The cart has too many lines',
    detail: 'Remove a product before you add another one.',
    hint: 'A cart has at most `maximum` different variants.',
  },
};
