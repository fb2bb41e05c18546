import type {
  ChangePriceListError,
  CreatePriceListError,
  DeletePriceListError,
  ViewPriceListError,
} from '@cartwright/application';
import type { Problems } from '../../../errors/problem.js';
import { storageProblems } from '../../../errors/unavailable-problems.js';
import { createProductProblems } from './managed-problems.js';

export const viewPriceListProblems = {
  'price-list.not-found': { status: 404, title: 'Price list not found', detail: 'No price list has this id.' },
  ...storageProblems,
} satisfies Problems<ViewPriceListError>;

export const createPriceListProblems = {
  'price-list.price-duplicate': {
    status: 422,
    title: 'Duplicate price of a variant',
    detail: '`variantId` has more than one price for `minQuantity` units.',
  },
  'price-list.period-empty': {
    status: 422,
    title: 'The period is empty',
    detail: '`endsAt` must be after the start of the list.',
  },
  'catalogue.variant-unknown': {
    status: 422,
    title: 'Variant not found',
    detail: 'No variant has the id `variantId`.',
  },
  'money.unknown-currency': createProductProblems['money.unknown-currency'],
  'money.off-step': createProductProblems['money.off-step'],
  'money.currency-mismatch': {
    status: 422,
    title: 'A price is in another currency',
    detail: 'The list is in `expected`, the price in `actual`.',
  },
  ...storageProblems,
} satisfies Problems<CreatePriceListError>;

export const deletePriceListProblems = {
  ...viewPriceListProblems,
  'price-list.stale': {
    status: 412,
    title: 'The price list has changed',
    detail: 'Its version no longer matches `If-Match`. Read it again.',
  },
} satisfies Problems<DeletePriceListError>;

export const changePriceListProblems = {
  ...deletePriceListProblems,
  ...createPriceListProblems,
} satisfies Problems<ChangePriceListError>;
