import type { CurrencyMismatch, MoneyNotInteger, MoneyOutOfRange } from '@cartwright/domain';
import type { Problems } from './problem.js';
import type { Wording } from './wording.js';

/** Problems of an amount that is sent for an order. */
export const amountProblems = (about: Pick<Wording, 'status' | 'title'>) =>
  ({
    'money.currency-mismatch': {
      ...about,
      detail: 'The order has another currency.',
      hint: '`expected` is the currency of the order.',
    },
    'money.not-an-integer': { ...about, detail: 'It must be an integer in minor units.' },
    'money.out-of-range': { ...about, detail: 'It is too large.' },
  }) satisfies Problems<CurrencyMismatch | MoneyNotInteger | MoneyOutOfRange>;
