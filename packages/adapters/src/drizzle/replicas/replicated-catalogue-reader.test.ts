import { sampleProduct, saveProduct, valueOf } from '@cartwright/application/contracts/sample-shop';
import { describe, expect, it } from 'vitest';
import { makeInMemoryCatalogueReader } from '../../in-memory/read-models/catalogue-reader.js';
import { makeSequentialIds } from '../../in-memory/sequential-ids.js';
import { createInMemoryStore } from '../../in-memory/store.js';
import { makeInMemoryUnitOfWork } from '../../in-memory/unit-of-work.js';
import { makeReplicatedCatalogueReader } from './replicated-catalogue-reader.js';

/** A shop with one product, which has this slug. */
async function shopWith(slug: string) {
  const store = createInMemoryStore();
  const unitOfWork = makeInMemoryUnitOfWork({ store, ids: makeSequentialIds() });
  await saveProduct(unitOfWork, sampleProduct({ slug, name: slug }));
  return { store, reader: makeInMemoryCatalogueReader({ store }) };
}

describe('a catalogue with a replica', () => {
  it('is read from the replica that is chosen, and from the primary where none is', async () => {
    const [primary, replica] = [await shopWith('primary'), await shopWith('replica')];
    const chosen: { index?: number } = {};
    const choice = { choose: () => chosen.index, fail: () => undefined };
    const reader = makeReplicatedCatalogueReader({ primary: primary.reader, replicas: [replica.reader], choice });
    expect(valueOf(await reader.product('primary'))).toBeDefined();
    expect(valueOf(await reader.product('replica'))).toBeUndefined();
    chosen.index = 0;
    expect(valueOf(await reader.product('replica'))).toBeDefined();
  });

  it('is read from the primary if the replica fails, which is reported', async () => {
    const [primary, replica] = [await shopWith('primary'), await shopWith('replica')];
    const failed: number[] = [];
    const choice = { choose: () => 0, fail: (index: number) => failed.push(index) };
    const reader = makeReplicatedCatalogueReader({ primary: primary.reader, replicas: [replica.reader], choice });
    replica.store.goAway();
    expect(valueOf(await reader.product('primary'))?.name).toBe('primary');
    expect(failed).toEqual([0]);
    primary.store.goAway();
    expect((await reader.product('primary')).isErr()).toBe(true);
  });

  it('is not read twice for a request that is refused', async () => {
    const [primary, replica] = [await shopWith('primary'), await shopWith('replica')];
    const failed: number[] = [];
    const choice = { choose: () => 0, fail: (index: number) => failed.push(index) };
    const reader = makeReplicatedCatalogueReader({ primary: primary.reader, replicas: [replica.reader], choice });
    const refused = await reader.products(
      {},
      [],
      { type: 'cursor', cursor: 'nonsense', limit: 1 },
      {
        at: '2026-11-21T12:00:00.000Z',
        currency: 'USD',
        groups: [],
      },
    );
    expect([refused.isErr() && refused.error.type, failed]).toEqual(['list.cursor-malformed', []]);
  });
});
