import type { ManagedProduct } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, usd, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';
import { addProduct, managedProduct, managedVariant } from './sample-product.js';

export const describeImportWrites = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('products as imports write them', () => {
    const subject = subjectForEachTest(makeSubject);
    const find = async (id: string) => valueOf(await subject().unitOfWork.read(({ products }) => products.find(id)));
    const saveAll = async (writes: readonly { readonly product: ManagedProduct; readonly units?: number }[]) =>
      valueOf(
        await subject().unitOfWork.run(({ products }) =>
          products.lockAll(writes.map(({ product }) => product.id)).andThen((known) =>
            products.saveAll(
              writes.map(({ product, units }) => {
                const before = known.get(product.id);
                return {
                  ...(before === undefined ? {} : { before }),
                  product,
                  available: new Map(units === undefined ? [] : product.variants.map(({ id }) => [id, units])),
                };
              }),
            ),
          ),
        ),
      );

    it('are added and changed together, with the units that are stated', async () => {
      const kept = await addProduct(subject().unitOfWork, {}, 5);
      const [variant = managedVariant()] = kept.variants;
      const changed: ManagedProduct = {
        ...kept,
        name: 'Pot',
        variants: [{ ...variant, prices: [{ price: usd(900), compareAtPrice: usd(1_000) }] }],
        version: 2,
        updatedAt: afterNoon(1),
      };
      const added = managedProduct({ variants: [managedVariant({ backorder: true })], updatedAt: afterNoon(1) });
      await saveAll([
        { product: changed, units: 9 },
        { product: added, units: -2 },
      ]);
      expect(await find(kept.id)).toStrictEqual({
        ...changed,
        variants: changed.variants.map((one) => ({ ...one, available: 9 })),
      });
      expect(await find(added.id)).toStrictEqual({
        ...added,
        variants: added.variants.map((one) => ({ ...one, available: -2 })),
      });
      await saveAll([{ product: { ...changed, version: 3 } }]);
      expect((await find(kept.id))?.variants[0]?.available).toBe(9);
    });

    it('stop taking backorders with the units that are stated', async () => {
      const product = managedProduct({ variants: [managedVariant({ backorder: true })] });
      await saveAll([{ product, units: -2 }]);
      const ended = { ...product, variants: product.variants.map((one) => ({ ...one, backorder: false })), version: 2 };
      await saveAll([{ product: ended, units: 0 }]);
      expect((await find(product.id))?.variants[0]).toMatchObject({ backorder: false, available: 0 });
    });

    it('are found by slug, and by a SKU or barcode that one variant alone has', async () => {
      const shared = `SKU-${freshId()}`;
      const [own, other] = [managedVariant({ barcode: `B-${freshId()}` }), managedVariant()];
      const product = managedProduct({
        variants: [own, managedVariant({ sku: shared, options: { Colour: 'Blue' } })],
      });
      const twin = managedProduct({ variants: [{ ...other, sku: shared }] });
      await saveAll([{ product }, { product: twin }]);
      const found = await subject().unitOfWork.run(({ products }) =>
        products
          .ownersOf({ skus: [own.sku, shared, 'none'], barcodes: [own.barcode ?? '', 'none'] })
          .andThen((owners) => products.idsBySlug([twin.slug, 'none']).map((slugs) => ({ ...owners, slugs }))),
      );
      expect(valueOf(found)).toEqual({
        bySku: new Map([[own.sku, product.id]]),
        byBarcode: new Map([[own.barcode, product.id]]),
        slugs: new Map([[twin.slug, twin.id]]),
      });
    });

    it('may share a SKU, which editors keep and cannot give to another variant', async () => {
      const sku = `SKU-${freshId()}`;
      const [one, other] = [
        managedProduct({ variants: [managedVariant({ sku })] }),
        managedProduct({ variants: [managedVariant({ sku })] }),
      ];
      await saveAll([{ product: one }, { product: other }]);
      const save = async (product: ManagedProduct) =>
        subject().unitOfWork.run(({ products }) =>
          products.lock(product.id).andThen(() => products.save(product, { initial: new Map() })),
        );
      expect((await save({ ...one, name: 'Renamed', version: 2 })).isOk()).toBe(true);
      const third = await addProduct(subject().unitOfWork);
      const refused = await save({ ...third, variants: third.variants.map((each) => ({ ...each, sku })), version: 2 });
      expect(refused.isErr() && refused.error).toEqual({ type: 'catalogue.sku-taken', sku });
    });
  });
};
