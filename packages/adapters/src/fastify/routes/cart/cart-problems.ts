import type {
  AddCouponError,
  AddLineError,
  CartNotFound,
  ChangeCartError,
  ClaimCartError,
  CreateCartError,
  CurrencyNotSold,
  ListShippingOptionsError,
  RemoveCouponError,
  RemoveLineError,
  SetLineError,
  ViewCartError,
} from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { couponProblems, pricingProblems, shippingMethodProblems, variantProblems } from './pricing-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

const cartNotFoundProblems = {
  'cart.not-found': {
    status: 404,
    title: 'There is no such cart',
    detail: 'It does not exist or is not yours; a guest sends its `X-Cart-Token`.',
  },
} satisfies Problems<CartNotFound>;

const priceProblems = { ...variantProblems, ...pricingProblems, ...shippingMethodProblems, ...storageProblems };

export const viewCartProblems = { ...cartNotFoundProblems, ...priceProblems } satisfies Problems<
  ViewCartError | ListShippingOptionsError
>;

const currencyNotSoldProblems = {
  'cart.currency-not-sold': {
    status: 422,
    title: 'The shop does not sell in this currency',
    detail: 'It sells in `sold`.',
  },
} satisfies Problems<CurrencyNotSold>;

export const createCartProblems = { ...currencyNotSoldProblems, ...priceProblems } satisfies Problems<CreateCartError>;

export const alreadyOrderedProblems = {
  'cart.already-ordered': {
    status: 409,
    title: 'The cart is ordered',
    detail: 'It can be read and no longer changed. Open a new one.',
  },
};

const changeCartProblems = {
  ...viewCartProblems,
  ...alreadyOrderedProblems,
  'cart.version-stale': {
    status: 412,
    title: 'The cart has changed',
    detail: 'It is no longer at the version of `If-Match`. Read it again.',
  },
} satisfies Problems<ChangeCartError>;

export const claimCartProblems = {
  ...currencyNotSoldProblems,
  ...changeCartProblems,
  'cart.already-yours': {
    status: 409,
    title: 'The cart is yours already',
    detail: "Only a guest's cart can be claimed.",
  },
  'money.currency-mismatch': {
    status: 422,
    title: 'The carts are in two currencies',
    detail: 'The cart is in `actual`, yours in `expected`: they do not go together.',
  },
} satisfies Problems<ClaimCartError>;

export const tooManyLinesProblems = {
  'cart.too-many-lines': {
    status: 422,
    title: 'The cart holds too many lines',
    detail: 'A cart holds at most `maximum` different variants.',
  },
};

export const fillCartProblems = { ...changeCartProblems, ...tooManyLinesProblems } satisfies Problems<
  AddLineError | SetLineError
>;

export const removeLineProblems = {
  ...changeCartProblems,
  'cart.line-not-found': {
    status: 404,
    title: 'There is no such line',
    detail: 'The cart does not hold this variant.',
  },
} satisfies Problems<RemoveLineError>;

export const addCouponProblems = { ...changeCartProblems, ...couponProblems } satisfies Problems<AddCouponError>;

export const removeCouponProblems = {
  ...changeCartProblems,
  'cart.coupon-not-found': {
    status: 404,
    title: 'There is no such coupon',
    detail: 'The cart does not hold this code.',
  },
} satisfies Problems<RemoveCouponError>;
