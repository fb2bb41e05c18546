import type { StockInsufficient } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';

export const stockProblems = {
  'stock.insufficient': {
    status: 409,
    title: 'Insufficient stock',
    detail: 'There is not enough in stock. Reduce the quantity.',
    hint: '`shortages` lists requested and available units.',
  },
} satisfies Problems<StockInsufficient>;
