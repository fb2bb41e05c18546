import { isRecord } from '../shape.js';
import type { Money } from './money.js';

/** Every amount of money within a value, with the name of the member that holds it. */
export function amountsIn(value: unknown, name = ''): readonly (readonly [name: string, amount: Money])[] {
  if (Array.isArray(value)) return value.flatMap((each) => amountsIn(each, name));
  if (!isRecord(value)) return [];
  if (typeof value['currency'] === 'string') return [[name, value as Money]];
  return Object.entries(value).flatMap(([key, each]) => amountsIn(each, key));
}
