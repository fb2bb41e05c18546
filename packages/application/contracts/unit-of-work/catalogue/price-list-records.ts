import type { PriceList } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, itemOf, noon, offered, saveVariant, usd, valueOf } from '../../sample-shop.js';
import { addProduct } from './sample-product.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describePriceListRecords = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('price lists', () => {
    const subject = subjectForEachTest(makeSubject);
    const priceList = (facts: Partial<PriceList> = {}): PriceList => ({
      id: freshId(),
      name: 'Wholesale',
      currency: 'USD',
      groups: ['wholesale', 'regular'],
      startsAt: noon,
      endsAt: afterNoon(60),
      priority: 3,
      prices: [],
      version: 1,
      createdAt: noon,
      ...facts,
    });
    const save = async (list: PriceList, at = noon) =>
      subject().unitOfWork.run(({ priceLists }) => priceLists.save(list, at));
    const find = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ priceLists }) => priceLists.find(id)));

    it('are found as they were saved, and offer their prices beside the base price', async () => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork, { price: usd(2_000) });
      const list = priceList({
        prices: [
          { variantId, minQuantity: 1, price: usd(1_500) },
          { variantId, minQuantity: 10, price: usd(1_000) },
        ],
      });
      valueOf(await save(list));
      expect(await find(list.id)).toStrictEqual(list);
      expect((await itemOf(unitOfWork, variantId))?.offers).toEqual([
        ...offered(2_000),
        ...list.prices.map(({ minQuantity, price }) => ({
          type: 'list',
          id: `${list.id}-${minQuantity}`,
          price,
          minQuantity,
          groups: ['wholesale', 'regular'],
          startsAt: noon,
          endsAt: afterNoon(60),
          priority: 3,
        })),
      ]);
    });

    it('are for everyone and always by default', async () => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork);
      const { groups: _groups, startsAt: _startsAt, endsAt: _endsAt, ...bare } = priceList();
      valueOf(await save({ ...bare, prices: [{ variantId, minQuantity: 1, price: usd(5) }] }));
      const offer = (await itemOf(unitOfWork, variantId))?.offers[1];
      expect(offer).not.toHaveProperty('groups');
      expect(offer).not.toHaveProperty('startsAt');
      expect(await find(bare.id)).toStrictEqual({ ...bare, prices: [{ variantId, minQuantity: 1, price: usd(5) }] });
    });

    it('refuse a variant that does not exist', async () => {
      const variantId = freshId();
      const refused = await save(priceList({ prices: [{ variantId, minQuantity: 1, price: usd(5) }] }));
      expect(refused.isErr() && refused.error).toEqual({ type: 'catalogue.variant-unknown', variantId });
    });

    it('are listed by name without their prices, and gone once they are removed', async () => {
      const { unitOfWork } = subject();
      const variantId = await saveVariant(unitOfWork);
      const [sale, club] = [priceList({ name: 'Sale' }), priceList({ name: 'Club' })];
      valueOf(await save({ ...sale, prices: [{ variantId, minQuantity: 1, price: usd(5) }] }));
      valueOf(await save(club));
      const list = async () => valueOf(await unitOfWork.read(({ priceLists }) => priceLists.list()));
      expect((await list()).map(({ name }) => name)).toEqual(['Club', 'Sale']);
      valueOf(await unitOfWork.run(({ priceLists }) => priceLists.remove(sale.id, noon)));
      expect((await list()).map(({ name }) => name)).toEqual(['Club']);
      expect((await itemOf(unitOfWork, variantId))?.offers).toHaveLength(1);
    });

    it('find variants by id and by SKU', async () => {
      const { unitOfWork } = subject();
      const [variant] = (await addProduct(unitOfWork)).variants;
      const [variantId, sku] = [variant?.id ?? '', variant?.sku ?? ''];
      for (const name of [variantId, sku]) {
        const found = await unitOfWork.read(({ priceLists }) => priceLists.variantsNamed([name, 'none']));
        expect(valueOf(found)).toEqual([{ variantId, sku }]);
      }
    });
  });

  describe('each change of a price', () => {
    const subject = subjectForEachTest(makeSubject);

    it('is kept with its time: of base prices and of price lists, until they are gone', async () => {
      const { unitOfWork } = subject();
      const product = await addProduct(unitOfWork);
      const [variant] = product.variants;
      if (variant === undefined) throw new Error('the product has a variant');
      const compareAtPrice = usd(2_500);
      valueOf(
        await unitOfWork.run(({ products }) =>
          products.lock(product.id).andThen(() =>
            products.save(
              {
                ...product,
                variants: [{ ...variant, prices: [{ price: usd(1_800), compareAtPrice }] }],
                version: 2,
                updatedAt: afterNoon(1),
              },
              { initial: new Map() },
            ),
          ),
        ),
      );
      const list: PriceList = {
        id: freshId(),
        name: 'Sale',
        currency: 'USD',
        priority: 0,
        prices: [{ variantId: variant.id, minQuantity: 5, price: usd(1_000) }],
        version: 1,
        createdAt: noon,
      };
      valueOf(await unitOfWork.run(({ priceLists }) => priceLists.save(list, afterNoon(2))));
      valueOf(await unitOfWork.run(({ priceLists }) => priceLists.save(list, afterNoon(3))));
      valueOf(await unitOfWork.run(({ priceLists }) => priceLists.remove(list.id, afterNoon(4))));
      const found = await unitOfWork.read(({ priceLists }) => priceLists.priceChanges(variant.id));
      const [variantId, currency] = [variant.id, 'USD'];
      expect(valueOf(found)).toStrictEqual([
        { variantId, currency, price: usd(1_999), at: noon },
        { variantId, currency, price: usd(1_800), compareAtPrice, at: afterNoon(1) },
        { variantId, currency, price: usd(1_000), listId: list.id, minQuantity: 5, at: afterNoon(2) },
        { variantId, currency, listId: list.id, minQuantity: 5, at: afterNoon(4) },
      ]);
    });
  });
};
