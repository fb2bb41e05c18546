import type { Stripe } from 'stripe';
import type { Parameters } from './check-parameters.js';
import { findResource } from './list-resources.js';
import type { StripeAccount } from './stripe-account.js';
import { invalidParameter, invalidRequest } from './stripe-failure.js';

type ProductParameters = {
  readonly id?: string;
  readonly name?: string;
  readonly active?: boolean;
  readonly description?: string;
  readonly images?: string[] | '';
  readonly metadata?: Record<string, string> | '';
  readonly shippable?: boolean;
  readonly url?: string;
  readonly default_price?: string;
};
type PriceParameters = {
  readonly product?: string;
  readonly currency?: string;
  readonly unit_amount?: number;
  readonly active?: boolean;
  readonly lookup_key?: string;
  readonly transfer_lookup_key?: boolean;
  readonly metadata?: Record<string, string> | '';
};

/** POST /v1/products. An id that the account chooses is unique: https://docs.stripe.com/api/products/create */
export function createProduct(account: StripeAccount, parameters: Parameters): Stripe.Product {
  const { id = account.newId('prod'), default_price_data: price } = parameters as { id?: string } & Parameters;
  if (price !== undefined) throw new Error('default_price_data is not supported');
  if (account.kept.product.has(id))
    throw invalidRequest('Product already exists.', { code: 'resource_already_exists', param: 'id' });
  const product = account.make('product', { id, updated: account.seconds(), metadata: {}, images: [] });
  return setProduct(account, product, parameters);
}

/** POST /v1/products/{id} */
export const updateProduct = (account: StripeAccount, id: string, parameters: Parameters): Stripe.Product =>
  setProduct(account, findResource(account, 'product', id), parameters);

/** `''` unsets what it may unset. Metadata are merged. */
function setProduct(account: StripeAccount, product: Stripe.Product, asked: ProductParameters): Stripe.Product {
  const { images, metadata, default_price: defaultPrice, description, url, ...rest } = asked;
  for (const image of images === '' || images === undefined ? [] : images) {
    if (!/^https?:\/\//u.test(image)) throw invalidParameter('Not a valid URL', 'url_invalid', 'images');
  }
  if ((images?.length ?? 0) > 8) throw invalidParameter('A product has at most 8 images', undefined, 'images');
  if (defaultPrice !== undefined && findResource(account, 'price', defaultPrice).product !== product.id) {
    throw invalidRequest('The price does not belong to this product.', { param: 'default_price' });
  }
  return Object.assign(product, {
    ...rest,
    ...(images === undefined ? {} : { images: images === '' ? [] : images }),
    ...(description === undefined ? {} : { description: description === '' ? null : description }),
    ...(url === undefined ? {} : { url: url === '' ? null : url }),
    ...(defaultPrice === undefined ? {} : { default_price: defaultPrice }),
    metadata: merged(product.metadata, metadata),
    updated: account.seconds(),
  });
}

/** POST /v1/prices, of one payment in one currency. */
export function createPrice(account: StripeAccount, parameters: Parameters): Stripe.Price {
  const asked = parameters as PriceParameters;
  if (asked.product === undefined)
    throw invalidParameter('Missing required param: product.', 'parameter_missing', 'product');
  if (asked.unit_amount === undefined)
    throw invalidParameter('Missing required param: unit_amount.', 'parameter_missing', 'unit_amount');
  if (asked.unit_amount < 0 || asked.unit_amount > 99_999_999)
    throw invalidParameter('Invalid integer: must be from 0 to 99999999', undefined, 'unit_amount');
  findResource(account, 'product', asked.product);
  takeLookupKey(account, undefined, asked);
  return account.make('price', {
    id: account.newId('price'),
    product: asked.product,
    currency: asked.currency ?? '',
    unit_amount: asked.unit_amount,
    unit_amount_decimal: String(asked.unit_amount) as unknown as Stripe.Price['unit_amount_decimal'],
    active: asked.active ?? true,
    lookup_key: asked.lookup_key ?? null,
    metadata: merged({}, asked.metadata),
    type: 'one_time',
  });
}

/** POST /v1/prices/{id}: amount and currency never change. */
export function updatePrice(account: StripeAccount, id: string, parameters: Parameters): Stripe.Price {
  const price = findResource(account, 'price', id);
  const asked = parameters as PriceParameters;
  const isDefault = [...account.kept.product.values()].some((product) => product.default_price === id);
  if (asked.active === false && isDefault) {
    throw invalidRequest('This price cannot be archived because it is the default price of its product.');
  }
  takeLookupKey(account, id, asked);
  return Object.assign(price, {
    ...(asked.active === undefined ? {} : { active: asked.active }),
    ...(asked.lookup_key === undefined ? {} : { lookup_key: asked.lookup_key }),
    metadata: merged(price.metadata, asked.metadata),
  });
}

/** A lookup key is one price's: https://docs.stripe.com/api/prices/create#create_price-transfer_lookup_key */
function takeLookupKey(account: StripeAccount, id: string | undefined, asked: PriceParameters): void {
  if (asked.lookup_key === undefined) return;
  const holder = [...account.kept.price.values()].find((each) => each.lookup_key === asked.lookup_key);
  if (holder === undefined || holder.id === id) return;
  if (asked.transfer_lookup_key !== true)
    throw invalidRequest(`A price (${holder.id}) already uses that lookup key.`, { param: 'lookup_key' });
  holder.lookup_key = null;
}

const merged = (before: Stripe.Metadata, asked: Record<string, string> | '' | undefined): Stripe.Metadata =>
  asked === '' ? {} : { ...before, ...asked };
