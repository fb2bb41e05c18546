import { describeProductMirrorContract } from '@cartwright/application/contracts/product-mirror';
import { noProductMirror } from '../system/no-product-mirror.js';
import { expect, it } from 'vitest';
import { makeInMemoryProductMirror } from './product-mirror.js';

describeProductMirrorContract('in memory', async () => {
  const mirror = makeInMemoryProductMirror({ pageSize: 2 });
  return {
    mirror,
    rename: async (reference, name) => mirror.setByHand(reference, { name }),
    remove: async (reference) => mirror.deleteByHand(reference),
    goAway: async () => mirror.failWith('outage'),
    dispose: async () => undefined,
  };
});

it('mirrors nothing where the shop has no account to mirror to', () => {
  expect(noProductMirror.isEnabled).toBe(false);
  expect(() => noProductMirror.products()).toThrow('products are not mirrored');
});
