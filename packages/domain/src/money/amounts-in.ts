import { isRecord } from '../shape.js';
import type { Money } from './money.js';

/** An amount, with the name of the member that holds it, and the path to it, such as `effect.tiers[0].from`. */
type Found = readonly [name: string, amount: Money, path: string];

/** Every amount of money within a value, no deeper than any type of the package holds one. */
export function amountsIn(value: unknown, path = '', name = path, depth = 9): readonly Found[] {
  if (depth === 0) return [];
  if (Array.isArray(value)) {
    return value.flatMap((each, index) => amountsIn(each, `${path}[${index}]`, name, depth - 1));
  }
  if (!isRecord(value)) return [];
  if (typeof value['currency'] === 'string') return [[name, value as Money, path]];
  return Object.entries(value).flatMap(([key, each]) =>
    amountsIn(each, path === '' ? key : `${path}.${key}`, key, depth - 1),
  );
}
