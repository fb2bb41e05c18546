import type { StockInsufficient } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

export const stockProblems = {
  'stock.insufficient': {
    status: 409,
    title: 'There is not enough stock',
    detail: '`shortages` lists what was asked for and what is left.',
  },
} satisfies Problems<StockInsufficient>;
