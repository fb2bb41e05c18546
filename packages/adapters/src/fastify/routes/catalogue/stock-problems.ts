import type { StockInsufficient } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

export const stockProblems = {
  'stock.insufficient': {
    status: 409,
    title: 'Insufficient stock',
    detail: '`shortages` lists requested and available units.',
  },
} satisfies Problems<StockInsufficient>;
