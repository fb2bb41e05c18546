import { saveDraft, type ProductDraft } from '../contracts/sample-shop.js';
import { usd, type Shop } from './shop-in-memory.js';

/** Adds `count` products of one variant each, each in its own transaction. */
export async function addProducts(shop: Shop, count: number): Promise<void> {
  const draftOf = (at: number): ProductDraft => ({
    slug: `vase-${at}`,
    name: `Vase ${at}`,
    description: '',
    status: 'active',
    categoryIds: [],
    images: [],
    variants: [{ sku: `VASE-${at}`, name: '', digital: false, price: usd(100 + at), stock: 1 }],
  });
  for (let at = 0; at < count; at += 1) {
    const saved = await shop.unitOfWork.run((repositories) =>
      saveDraft(repositories, draftOf(at), shop.clock.now(), shop.ids.next),
    );
    if (saved.isErr()) throw new Error(JSON.stringify(saved.error));
  }
}
