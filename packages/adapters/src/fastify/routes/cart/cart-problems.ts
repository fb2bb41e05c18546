import type { CartNotFound, ChangeCartError, ListShippingOptionsError, ViewCartError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pricingProblems } from './pricing-problems.js';

const cartNotFoundProblems = {
  'cart.not-found': {
    status: 404,
    title: 'There is no such cart',
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
    title: 'The cart is ordered',
    detail: 'It can be read and no longer changed. Open a new one.',
  },
};

export const changeCartProblems = {
  ...viewCartProblems,
  ...alreadyOrderedProblems,
  'cart.version-stale': {
    status: 412,
    title: 'The cart has changed',
    detail: 'It is no longer at the version of `If-Match`. Read it again.',
  },
} satisfies Problems<ChangeCartError>;

export const tooManyLinesProblems = {
  'cart.too-many-lines': {
    status: 422,
    title: 'The cart holds too many lines',
    detail: 'A cart holds at most `maximum` different variants.',
  },
};
