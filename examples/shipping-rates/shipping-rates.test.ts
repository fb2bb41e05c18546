import { describeShippingRatesContract } from '@cartwright/application/contracts/shipping-rates';
import type { ShippingMethod, ShippingRates } from '@cartwright/application';
import { expect, it } from 'vitest';
// @ts-expect-error -- a shop's extension is plain JavaScript
import extension from './index.mjs';

type Replace = (standing: ShippingRates) => ShippingRates;
const { ports } = extension as { readonly ports: { readonly shippingRates: Replace } };
const makeRates = (): ShippingRates => ports.shippingRates({ current: (methods) => methods });

describeShippingRatesContract('the bicycle courier', makeRates);

it('sends by bicycle beside the methods of the shop', () => {
  const post: ShippingMethod = { id: 'post', name: 'Post', zones: [{ countries: [] }], charges: [] };
  expect(
    makeRates()
      .current([post])
      .map(({ id }) => id),
  ).toEqual(['post', 'bicycle']);
  const own = { ...post, id: 'bicycle' };
  expect(makeRates().current([own])).toEqual([own]);
});
