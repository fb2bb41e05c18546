import type { Stripe } from 'stripe';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { faultsOf } from './check-response.js';
import { clientOf, postForm, refusal } from './stand-in-client.js';
import { startStripeStandIn, type StripeStandIn } from './start-stripe-stand-in.js';

let standIn: StripeStandIn;
let stripe: Stripe;
beforeEach(async () => {
  standIn = await startStripeStandIn();
  stripe = clientOf(standIn);
});
afterEach(() => standIn.stop());

it('makes products and prices as Stripe describes them', async () => {
  const product = await stripe.products.create({ id: 'mug', name: 'Mug', metadata: { a: '1' } });
  const price = await stripe.prices.create({
    product: 'mug',
    currency: 'usd',
    unit_amount: 1200,
    lookup_key: 'mug-usd',
  });
  // The SDK reads decimals into objects.
  const asSent = { ...price, unit_amount_decimal: '1200' };
  expect([faultsOf(product, 'product'), faultsOf(asSent, 'price')]).toEqual([[], []]);
  const changed = await stripe.products.update('mug', { default_price: price.id, metadata: { b: '2' } });
  expect(changed).toMatchObject({ default_price: price.id, metadata: { a: '1', b: '2' } });
  expect((await stripe.products.list({ ids: ['mug', 'none'] })).data.map(({ id }) => id)).toEqual(['mug']);
  expect((await stripe.prices.list({ lookup_keys: ['mug-usd'] })).data.map(({ id }) => id)).toEqual([price.id]);
});

it('refuses what Stripe refuses of them', async () => {
  await stripe.products.create({ id: 'mug', name: 'Mug' });
  await stripe.products.create({ id: 'cup', name: 'Cup' });
  const price = await stripe.prices.create({ product: 'mug', currency: 'usd', unit_amount: 1200, lookup_key: 'key' });
  await stripe.products.update('mug', { default_price: price.id });
  const again = () => stripe.products.create({ id: 'mug', name: 'Mug' });
  expect(await refusal(again())).toMatchObject({ statusCode: 400, code: 'resource_already_exists' });
  expect(await refusal(stripe.prices.update(price.id, { active: false }))).toMatchObject({ statusCode: 400 });
  expect(await refusal(stripe.products.update('cup', { default_price: price.id }))).toMatchObject({ statusCode: 400 });
  const other = { product: 'cup', currency: 'usd', unit_amount: 1, lookup_key: 'key' };
  expect(await refusal(stripe.prices.create(other))).toMatchObject({ statusCode: 400, param: 'lookup_key' });
  const taken = await stripe.prices.create({ ...other, transfer_lookup_key: true });
  expect([taken.lookup_key, (await stripe.prices.retrieve(price.id)).lookup_key]).toEqual(['key', null]);
  for (const [path, form, param] of [
    ['/v1/products', 'id=x', 'name'],
    ['/v1/products', 'name=x&price=1', 'price'],
    ['/v1/products', 'name=x&description=', 'description'],
    ['/v1/products', `name=${'x'.repeat(5001)}`, 'name'],
    ['/v1/products/mug', 'images[0]=ftp://shop.example/mug', 'images'],
    ['/v1/prices', 'currency=usd&unit_amount=1', 'product'],
    ['/v1/prices', 'currency=usd&product=mug', 'unit_amount'],
    ['/v1/prices', 'currency=usd&product=mug&unit_amount=-1', 'unit_amount'],
  ] as const) {
    const { status, body } = await postForm(standIn, path, form);
    expect([status, body.error], `refuses ${form.slice(0, 50)}`).toEqual([400, expect.objectContaining({ param })]);
  }
});
