import type { MalformedInput, OffStep, UnknownCurrency } from '@cartwright/domain';
import type { Problems } from '../../errors/problem.js';

/** Maps `method.zones[0].countries` of the domain to `zones.0.countries` of the body. */
function fieldOf(path: string, root: string): string {
  const dotted = path.replaceAll(/\[(\d+)\]/gu, '.$1');
  return dotted.startsWith(`${root}.`) ? dotted.slice(root.length + 1) : dotted;
}

export const unknownCurrencyProblems = {
  'money.unknown-currency': {
    status: 422,
    title: 'The currency is unknown',
    detail: 'The currency is not known, or has no minor units.',
    hint: 'Send a code of ISO 4217.',
  },
} satisfies Problems<UnknownCurrency>;

/** Why the domain refuses settings of staff. `root` is the domain's name of the body. */
export const setupProblems = (root: string) =>
  ({
    'input.malformed': {
      status: 400,
      title: 'The request is invalid',
      detail: 'A field has an invalid value.',
      hint: '`errors` names the field.',
      facts: ({ path }) => ({
        errors: [{ field: fieldOf(path, root), code: 'format', params: {}, message: 'has an invalid value' }],
      }),
    },
    ...unknownCurrencyProblems,
    'money.off-step': {
      status: 422,
      title: 'The amount cannot be charged',
      detail: 'The currency has no such small amounts.',
      hint: 'Amounts are multiples of `step` minor units.',
    },
  }) satisfies Problems<MalformedInput | UnknownCurrency | OffStep>;
