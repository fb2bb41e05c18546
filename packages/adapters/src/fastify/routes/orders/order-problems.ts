import type {
  CancelOrderError,
  IdempotencyInProgress,
  IdempotencyKeyReused,
  ListMyOrdersError,
  OrderNotFound,
  PlaceOrderError,
  SearchOrdersError,
  ViewOrderError,
} from '@cartwright/application';
import { addressNotFoundProblems } from '../customers/addresses.js';
import { presentPricedLine, presentPricing } from '../cart/present-pricing.js';
import type { Problems } from '../../errors/problem.js';
import { alreadyOrderedProblems, tooManyLinesProblems, viewCartProblems } from '../cart/cart-problems.js';
import { listProblems } from '../../errors/list-problems.js';
import { couponProblems, shippingProblems, variantProblems } from '../cart/pricing-problems.js';
import { stockProblems } from '../catalogue/stock-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

/** `Idempotency-Key` problems: the first two are the route's own. */
export const idempotencyProblems = {
  'idempotency.key-missing': {
    status: 400,
    title: 'The Idempotency-Key is missing',
    detail: 'Send `Idempotency-Key`: up to 255 characters that no other request of yours has.',
  },
  'idempotency.key-malformed': {
    status: 400,
    title: 'The Idempotency-Key is malformed',
    detail: 'It has 1 to 255 characters and no control characters.',
  },
  'idempotency.key-reused': {
    status: 422,
    title: 'The Idempotency-Key was used before',
    detail: 'Another request was sent with it. Choose a new key.',
  },
  'idempotency.in-progress': {
    status: 409,
    title: 'The request is still running',
    detail: 'The same request was sent before and is not answered yet. Send it again in a moment.',
  },
} satisfies Problems<
  | { readonly type: 'idempotency.key-missing' }
  | { readonly type: 'idempotency.key-malformed' }
  | IdempotencyKeyReused
  | IdempotencyInProgress
>;

export const placeOrderProblems = {
  ...idempotencyProblems,
  ...viewCartProblems,
  ...variantProblems,
  ...shippingProblems,
  ...alreadyOrderedProblems,
  ...tooManyLinesProblems,
  ...addressNotFoundProblems,
  ...couponProblems,
  ...stockProblems,
  'order.too-many-unpaid': {
    status: 409,
    title: 'Too many unpaid orders',
    detail: 'Pay or cancel some of your orders, or wait until they expire. Then place this one.',
  },
  'cart.lines-unavailable': {
    status: 409,
    title: 'Some products are no longer sold',
    detail: 'Take `lines` out of the cart and order the rest.',
  },
  'cart.empty': { status: 422, title: 'The cart is empty', detail: 'Put something into it first.' },
  'order.below-minimum': {
    status: 422,
    title: 'The order is below the minimum',
    detail: '`missing` is what it lacks to come to `required`.',
  },
  'order.below-payment-minimum': {
    status: 422,
    title: 'The total is too small to be paid',
    detail: 'The payment provider takes at least `minimum`. Nothing was reserved.',
  },
  'order.shipping-method-missing': {
    status: 422,
    title: 'The shipping method is missing',
    detail: 'The shop has no shipping method, and something in the order has to be sent.',
  },
  'order.email-missing': {
    status: 422,
    title: 'The e-mail is missing',
    detail: 'A guest gives an e-mail for the confirmation.',
  },
  'order.shipping-address-missing': {
    status: 422,
    title: 'The shipping address is missing',
    detail: 'Something in the order has to be sent.',
  },
  'order.price-changed': {
    status: 409,
    title: 'The price has changed',
    detail: 'The total is no longer `expectedTotal`; `pricing` and `lines` are the breakdown of now.',
    facts: ({ expectedTotal, pricing }) => ({
      expectedTotal,
      total: pricing.total,
      lines: pricing.lines.map(presentPricedLine),
      pricing: presentPricing(pricing),
    }),
  },
} satisfies Problems<
  PlaceOrderError | { readonly type: 'idempotency.key-missing' } | { readonly type: 'idempotency.key-malformed' }
>;

export const viewOrderProblems = {
  'order.not-found': {
    status: 404,
    title: 'There is no such order',
    detail: 'It does not exist or is not yours; a guest sends its `X-Order-Token`.',
  },
  ...storageProblems,
} satisfies Problems<OrderNotFound | ViewOrderError>;

export const cancelOrderProblems = {
  ...viewOrderProblems,
  'order.already-cancelled': {
    status: 409,
    title: 'The order is cancelled already',
    detail: 'Nothing was changed.',
  },
  'order.not-cancellable': {
    status: 409,
    title: 'The order can no longer be cancelled',
    detail: 'A parcel of it was shipped, or all of it was delivered.',
  },
} satisfies Problems<CancelOrderError>;

export const listMyOrdersProblems = {
  ...listProblems,
  'list.period-reversed': {
    status: 400,
    title: 'The period is reversed',
    detail: '`from` lies before `to`.',
  },
} satisfies Problems<ListMyOrdersError>;

export const searchOrdersProblems = listMyOrdersProblems satisfies Problems<SearchOrdersError>;
