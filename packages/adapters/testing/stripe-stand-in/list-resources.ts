import type { Stripe } from 'stripe';
import type { Parameters } from './check-parameters.js';
import type { ResourceName, Resources, StripeAccount } from './stripe-account.js';
import { invalidParameter, resourceMissing } from './stripe-failure.js';

type Created = number | { readonly gt?: number; readonly gte?: number; readonly lt?: number; readonly lte?: number };

/** @throws StripeFailure 404 */
export function findResource<Name extends ResourceName>(
  account: StripeAccount,
  name: Name,
  id: string,
): Resources[Name] {
  const found = (account.kept[name] as Map<string, Resources[Name]>).get(id);
  if (found === undefined) throw resourceMissing(name, id, 'id');
  return found;
}

/**
 * GET of a list: newest first, in pages. A parameter that is a field of the resource selects by equal values.
 */
export function listResources(account: StripeAccount, name: ResourceName, parameters: Parameters, url: string): object {
  const {
    created,
    limit = 10,
    starting_after: after,
    ending_before: before,
    expand: _expand,
    ids,
    lookup_keys: lookupKeys,
    ...others
  } = parameters;
  const fields: Parameters = {
    ...others,
    ...(ids === undefined ? {} : { id: ids }),
    ...(lookupKeys === undefined ? {} : { lookup_key: lookupKeys }),
  };
  if (before !== undefined) throw new Error('ending_before is not supported');
  if (typeof limit !== 'number' || limit < 1 || limit > 100)
    throw invalidParameter('Invalid limit: must be from 1 to 100', undefined, 'limit');
  if (typeof fields['payment_intent'] === 'string' && !account.kept.payment_intent.has(fields['payment_intent'])) {
    throw resourceMissing('payment_intent', fields['payment_intent'], 'payment_intent');
  }
  const all = [...account.kept[name].values()]
    .reverse()
    .filter((resource) => matches(resource, created as Created | undefined, fields));
  const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
  if (after !== undefined && from === 0 && !(account.kept[name] as Map<string, unknown>).has(after as string)) {
    throw resourceMissing(name, after as string, 'starting_after');
  }
  const data = all.slice(from, from + limit);
  return {
    object: 'list',
    data: data.map((each) => structuredClone(each)),
    has_more: from + data.length < all.length,
    url,
  };
}

function matches(resource: Resources[ResourceName], created: Created | undefined, fields: Parameters): boolean {
  const { created: at } = resource;
  if (typeof created === 'number' && at !== created) return false;
  if (typeof created === 'object') {
    const { gt = -Infinity, gte = -Infinity, lt = Infinity, lte = Infinity } = created;
    if (at <= gt || at < gte || at >= lt || at > lte) return false;
  }
  return Object.entries(fields).every(([name, value]) => {
    const own = (resource as unknown as Readonly<Record<string, unknown>>)[name];
    return Array.isArray(value) ? value.includes(own as string) : own === value;
  });
}

/** How long it takes until Stripe's search knows of something new. */
const searchLagSeconds = 60;

/** GET /v1/payment_intents/search by one metadata: `metadata['orderId']:'…'`. What is new is not found yet. */
export function searchPaymentIntents(account: StripeAccount, { query, limit = 10 }: Parameters): object {
  if (typeof query !== 'string') throw new Error('a query is a text');
  const asked = /^metadata\['([^']+)'\]:'([^']*)'$/u.exec(query);
  if (asked === null) throw invalidParameter(`We were unable to parse your search query: ${query}`, undefined, 'query');
  const [, name = '', value] = asked;
  const data = [...account.kept.payment_intent.values()]
    .filter(
      ({ created, metadata }: Stripe.PaymentIntent) =>
        metadata[name] === value && created <= account.seconds() - searchLagSeconds,
    )
    .reverse()
    .slice(0, Number(limit));
  return {
    object: 'search_result',
    data: structuredClone(data),
    has_more: false,
    next_page: null,
    url: '/v1/payment_intents/search',
  };
}
