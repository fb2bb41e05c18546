import type {
  AdjustStockError,
  CursorMalformed,
  StockInsufficient,
  StorageUnavailable,
  VariantNotFound,
} from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { listProblems } from '../../errors/list-problems.js';
import { variantProblems } from '../cart/pricing-problems.js';
import { storageProblems } from '../../errors/unavailable-problems.js';

export const stockProblems = {
  'stock.insufficient': {
    status: 409,
    title: 'There is not enough stock',
    detail: '`shortages` lists what was asked for and what is left.',
  },
} satisfies Problems<StockInsufficient>;

export const stockLedgerProblems = { ...variantProblems, ...listProblems } satisfies Problems<
  VariantNotFound | CursorMalformed | StorageUnavailable
>;

export const adjustStockProblems = {
  ...variantProblems,
  ...stockProblems,
  'stock.delta-out-of-range': {
    status: 422,
    title: 'The change is out of range',
    detail: 'A change is not zero and at most `limit` units either way.',
  },
  'stock.not-tracked': {
    status: 422,
    title: 'The variant holds no stock',
    detail: 'Digital goods are never counted.',
  },
  ...storageProblems,
} satisfies Problems<AdjustStockError>;
