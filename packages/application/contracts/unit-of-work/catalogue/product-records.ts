import type { ManagedProduct } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addProduct, managedProduct, managedVariant } from './sample-product.js';
import { sampleOrder } from '../../sample-order.js';
import { afterNoon, ensureCategory, freshId, itemOf, noon, saveVariant, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeProductRecords = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('products as editors change them', () => {
    const subject = subjectForEachTest(makeSubject);
    const find = async (id: string) => valueOf(await subject().unitOfWork.read(({ products }) => products.find(id)));
    const save = async (product: ManagedProduct) =>
      subject().unitOfWork.run(({ products }) =>
        products.lock(product.id).andThen(() => products.save(product, { initial: new Map() })),
      );

    it('are found as they were added, with every fact of theirs and their stock', async () => {
      const { unitOfWork } = subject();
      const kitchen = await ensureCategory(unitOfWork, 'Kitchen');
      const full = managedVariant({
        barcode: '4006381333931',
        prices: [
          { price: usd(1_999), compareAtPrice: usd(2_499) },
          { price: { amount: 1_890, currency: 'EUR' } },
          { price: { amount: 3_000, currency: 'JPY' }, compareAtPrice: { amount: 3_500, currency: 'JPY' } },
        ],
        taxClass: 'standard',
        weightGrams: 350,
        metadata: { glaze: 'clear' },
        image: 'https://shop.example/red.jpg',
        lowStockThreshold: 3,
        backorder: true,
      });
      const plain = managedVariant({
        name: 'Pattern',
        options: { Colour: 'None' },
        digital: true,
        stockTracked: false,
        prices: [],
      });
      const product = managedProduct({ categoryIds: [kitchen], variants: [full, plain] });
      const added = valueOf(
        await unitOfWork.run(({ products }) => products.add(product, { initial: new Map([[full.id, 7]]) })),
      );
      const expected = { ...product, variants: [{ ...full, available: 7 }, plain] };
      expect(added).toStrictEqual(expected);
      expect(await find(product.id)).toStrictEqual(expected);
    });

    it('get a free slug of their name, unless they have one', async () => {
      const { unitOfWork } = subject();
      const add = async (name: string) => {
        const { slug: _none, ...product } = managedProduct({ name, variants: [] });
        return valueOf(await unitOfWork.run(({ products }) => products.add(product, { initial: new Map() }))).slug;
      };
      expect([await add('Käse & Brot'), await add('Käse & Brot'), await add('Featured')]).toEqual([
        'kaese-and-brot',
        'kaese-and-brot-2',
        'featured-2',
      ]);
    });

    it('are saved as a whole: what they no longer have is gone, and their stock stays', async () => {
      const { unitOfWork } = subject();
      const [red, blue] = [managedVariant(), managedVariant({ name: 'Blue', options: { Colour: 'Blue' } })];
      const product = await addProduct(unitOfWork, { variants: [red, blue] }, 5);
      const { brand: _brand, publishAt: _publishAt, ...bare } = product;
      const changed: ManagedProduct = {
        ...bare,
        name: 'Mug',
        tags: [],
        variants: [{ ...red, available: 5, sku: 'RED-2', prices: [{ price: usd(900) }] }],
        version: 2,
        updatedAt: afterNoon(60),
      };
      expect(valueOf(await save(changed))).toStrictEqual(changed);
      expect(await find(product.id)).toStrictEqual(changed);
      expect(await itemOf(unitOfWork, blue.id)).toBeUndefined();
    });

    it('begin and cease to count what is told to be counted or not', async () => {
      const { unitOfWork } = subject();
      const product = await addProduct(unitOfWork, { variants: [managedVariant({ stockTracked: false })] });
      const [variant = managedVariant()] = product.variants;
      const tracked = { ...product, variants: [{ ...variant, stockTracked: true, backorder: true }], version: 2 };
      expect(valueOf(await save(tracked)).variants[0]).toMatchObject({ available: 0, backorder: true });
      const untracked = { ...product, variants: [{ ...variant, stockTracked: false, backorder: false }], version: 3 };
      expect(valueOf(await save(untracked)).variants[0]).not.toHaveProperty('available');
    });

    it('are reserved below zero where they can be ordered without stock, which ends once no unit is owed', async () => {
      const { unitOfWork } = subject();
      const variant = managedVariant({ backorder: true });
      const product = await addProduct(unitOfWork, { variants: [variant] }, 1);
      const stock = { lines: [{ variantId: variant.id, quantity: 3 }], reason: 'a test', orderId: freshId(), at: noon };
      valueOf(await unitOfWork.commit({ stock: { ...stock, type: 'reserve' } }));
      expect((await itemOf(unitOfWork, variant.id))?.available).toBe(-2);
      const ended = { ...product, variants: [{ ...variant, backorder: false }], version: 2 };
      const refused = await save(ended);
      expect(refused.isErr() && refused.error).toEqual({ type: 'catalogue.units-owed' });
      const cause = { reason: 'delivery', at: noon };
      const adjusted = await unitOfWork.run((repositories) =>
        repositories.stock.adjust([{ variantId: variant.id, delta: 1 }], cause),
      );
      expect(valueOf(adjusted)).toEqual([{ variantId: variant.id, available: -1 }]);
      valueOf(await unitOfWork.commit({ stock: { ...stock, type: 'release' } }));
      expect((await save(ended)).isOk()).toBe(true);
    });

    it('refuse a slug or a SKU of another product, and a category that does not exist', async () => {
      const { unitOfWork } = subject();
      const other = await addProduct(unitOfWork);
      const [taken = managedVariant()] = other.variants;
      const refusalOf = async (facts: Partial<ManagedProduct>) =>
        (await unitOfWork.run(({ products }) => products.add(managedProduct(facts), { initial: new Map() }))).match(
          () => undefined,
          (error) => error,
        );
      expect(await refusalOf({ slug: other.slug })).toEqual({ type: 'catalogue.slug-taken', slug: other.slug });
      expect(await refusalOf({ variants: [managedVariant(), managedVariant({ sku: taken.sku })] })).toEqual({
        type: 'catalogue.sku-taken',
        sku: taken.sku,
      });
      const categoryId = freshId();
      expect(await refusalOf({ categoryIds: [categoryId] })).toEqual({
        type: 'catalogue.category-unknown',
        categoryId,
      });
    });

    it('give one of two that are added at the same time a slug', async () => {
      const { unitOfWork } = subject();
      const added = await Promise.all(
        [managedProduct({ slug: 'mug' }), managedProduct({ slug: 'mug' })].map((product) =>
          unitOfWork.run(({ products }) => products.add(product, { initial: new Map() })),
        ),
      );
      expect(added.flatMap((result) => (result.isErr() ? [result.error] : []))).toEqual([
        { type: 'catalogue.slug-taken', slug: 'mug' },
      ]);
    });

    it('are removed with their variants', async () => {
      const { unitOfWork } = subject();
      const product = await addProduct(unitOfWork, {}, 5);
      valueOf(await unitOfWork.run(({ products }) => products.remove(product.id)));
      expect(await find(product.id)).toBeUndefined();
      expect(await itemOf(unitOfWork, product.variants[0]?.id ?? '')).toBeUndefined();
    });

    it('return which of their variants have orders', async () => {
      const { unitOfWork } = subject();
      const [sold, unsold] = [await saveVariant(unitOfWork), await saveVariant(unitOfWork)];
      for (const quantity of [1, 2]) {
        const order = await sampleOrder(unitOfWork, { lines: [{ variantId: sold, quantity }] });
        valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
      }
      const ordered = valueOf(await unitOfWork.run(({ products }) => products.ordered([sold, unsold, freshId()])));
      expect([...ordered]).toEqual([sold]);
    });
  });
};
