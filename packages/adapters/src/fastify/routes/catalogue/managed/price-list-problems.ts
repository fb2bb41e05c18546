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
    detail: 'A variant has more than one price for the same quantity.',
    hint: 'It is `variantId`, for `minQuantity` units.',
  },
  'price-list.period-empty': {
    status: 422,
    title: 'The period is empty',
    detail: 'The end of the list is not after its start.',
    hint: '`endsAt` must be after the start of the list.',
  },
  'catalogue.variant-unknown': {
    status: 422,
    title: 'Variant not found',
    detail: 'One of the variants does not exist.',
    hint: 'It is `variantId`.',
  },
  'money.unknown-currency': createProductProblems['money.unknown-currency'],
  'money.off-step': createProductProblems['money.off-step'],
  'money.currency-mismatch': {
    status: 422,
    title: 'A price is in another currency',
    detail: 'A price has another currency than the list.',
    hint: 'The list is in `expected`, the price in `actual`.',
  },
  ...storageProblems,
} satisfies Problems<CreatePriceListError>;

export const deletePriceListProblems = {
  ...viewPriceListProblems,
  'price-list.stale': {
    status: 412,
    title: 'The price list has changed',
    detail: 'It was changed in the meantime. Load it again.',
    hint: 'The version no longer matches `If-Match`.',
  },
} satisfies Problems<DeletePriceListError>;

export const changePriceListProblems = {
  ...deletePriceListProblems,
  ...createPriceListProblems,
} satisfies Problems<ChangePriceListError>;
