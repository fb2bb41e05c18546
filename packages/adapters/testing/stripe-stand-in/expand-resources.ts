import type { Resources, StripeAccount } from './stripe-account.js';
import { invalidParameter } from './stripe-failure.js';

/**
 * Puts whole resources where an answer has ids, as `expand[]` asks: `latest_charge`,
 * `data.payment_intent.latest_charge`.
 */
export function expandResources(account: StripeAccount, answer: object, paths: readonly string[]): void {
  for (const path of paths) expand(account, answer, path.split('.'), path);
}

function expand(account: StripeAccount, target: unknown, path: readonly string[], whole: string): void {
  const [field, ...rest] = path;
  if (field === undefined || target === null) return;
  if (Array.isArray(target)) {
    for (const item of target) expand(account, item, path, whole);
    return;
  }
  const holder = target as Record<string, unknown>;
  if (typeof target !== 'object' || !(field in holder))
    throw invalidParameter(`This property cannot be expanded (${whole}).`, undefined, 'expand');
  const value = holder[field];
  if (typeof value === 'string') {
    const found = find(account, value);
    if (found === undefined)
      throw invalidParameter(`This property cannot be expanded (${whole}).`, undefined, 'expand');
    holder[field] = structuredClone(found);
  }
  expand(account, holder[field], rest, whole);
}

function find(account: StripeAccount, id: string): Resources[keyof Resources] | undefined {
  const maps: readonly ReadonlyMap<string, Resources[keyof Resources]>[] = Object.values(account.kept);
  return maps.flatMap((map) => map.get(id) ?? [])[0];
}
