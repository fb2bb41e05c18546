import type { CartNotFound, ChangeCartError, ListShippingOptionsError, ViewCartError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pricingProblems } from './pricing-problems.js';

const cartNotFoundProblems = {
  'cart.not-found': {
    status: 404,
    title: 'Cart not found',
    detail: 'It does not exist or is not yours; a guest sends its `X-Cart-Token`.',
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
    detail: 'It can be read but not changed. Open a new one.',
  },
};

export const changeCartProblems = {
  ...viewCartProblems,
  ...alreadyOrderedProblems,
  'cart.version-stale': {
    status: 412,
    title: 'The cart has changed',
    detail: 'Its version no longer matches `If-Match`. Read it again.',
  },
} satisfies Problems<ChangeCartError>;

export const tooManyLinesProblems = {
  'cart.too-many-lines': {
    status: 422,
    title: 'The cart has too many lines',
    detail: 'A cart has at most `maximum` different variants.',
  },
};
