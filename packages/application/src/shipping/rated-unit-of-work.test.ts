import { expect, it } from 'vitest';
import { openShop } from '../../testing/shop-in-memory.js';
import type { ShippingRates } from '../ports/pricing/shipping-rates.js';
import { ratedUnitOfWork } from './rated-unit-of-work.js';

const courier = { id: 'courier', name: 'Courier', zones: [{ countries: [] }], charges: [] };

const methodsBy = async (rates: ShippingRates) => {
  const { unitOfWork, log } = await openShop();
  const rated = ratedUnitOfWork(unitOfWork, rates, log);
  const facts = (await rated.read(({ pricing }) => pricing.facts({})))._unsafeUnwrap();
  return { ids: facts.rules.shippingMethods.map(({ id }) => id), log: log.lines };
};

it('prices carts by the methods that shipping rates add', async () => {
  const { ids, log } = await methodsBy({ current: (own) => [...own, courier] });
  expect([ids.at(-1), log]).toEqual(['courier', []]);
});

it.each<[string, ShippingRates['current']]>([
  ['fail', () => JSON.parse('no rates')],
  ['return a malformed method', (own) => [...own, { ...courier, charges: [{ type: 'weight' }] as never }]],
])('prices carts by the methods of the shop where shipping rates %s, and logs it', async (_how, current) => {
  const { ids, log } = await methodsBy({ current });
  expect(ids).not.toContain('courier');
  expect(log).toMatchObject([{ level: 'error', message: 'shipping rates failed' }]);
});
