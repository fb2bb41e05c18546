/** Long: every rule of the catalogue as imports write it. */
import { describe, expect, it } from 'vitest';
import {
  afterNoon,
  availableOf,
  ensureCategory,
  freshId,
  itemOf,
  sampleProduct,
  sampleVariant,
  saveProduct,
  usd,
  valueOf,
  offered,
} from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeCatalogue = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the catalogue', () => {
    const subject = subjectForEachTest(makeSubject);

    it('returns the fields of each variant that ordering needs', async () => {
      const { unitOfWork } = subject();
      const categoryIds = [await ensureCategory(unitOfWork, 'Kitchen'), await ensureCategory(unitOfWork, 'Gifts')];
      const counted = sampleVariant({ name: 'Red', price: usd(1_250), stock: 7 });
      const file = sampleVariant({ name: 'Blue', price: usd(0), digital: true });
      const saved = await saveProduct(
        unitOfWork,
        sampleProduct({ name: 'Mug', categoryIds, variants: [counted, file] }),
      );
      expect(saved.variants.map(({ sku }) => sku)).toEqual([counted.sku, file.sku]);

      const ids = saved.variants.map(({ variantId }) => variantId);
      const items = valueOf(await unitOfWork.read(({ catalogue }) => catalogue.items([...ids, freshId()])));
      expect([...items.keys()].sort()).toEqual([...ids].sort());
      const [red, blue] = ids.map((id) => items.get(id));
      expect(red).toMatchObject({
        variantId: ids[0],
        productId: saved.productId,
        sku: counted.sku,
        offers: offered(1_250),
        available: 7,
        digital: false,
        onSale: true,
      });
      expect([...(red?.categoryIds ?? [])].sort()).toEqual([...categoryIds].sort());
      expect(red?.name).toContain('Mug');
      expect(red?.name).toContain('Red');
      expect(blue).toMatchObject({ offers: offered(0), digital: true });
      expect(blue).not.toHaveProperty('available');
    });

    it('stores the tax class of each variant from its last draft, also an absent one', async () => {
      const { unitOfWork } = subject();
      const [mug, map, gift] = [
        sampleVariant({ taxClass: 'standard' }),
        sampleVariant({ taxClass: 'reduced' }),
        sampleVariant(),
      ];
      const draft = sampleProduct({ variants: [mug, map, gift] });
      const ids = (await saveProduct(unitOfWork, draft)).variants.map(({ variantId }) => variantId);
      const classes = async () => {
        const items = valueOf(await unitOfWork.read(({ catalogue }) => catalogue.items(ids)));
        return ids
          .map((id) => items.get(id))
          .map((item) => (item !== undefined && 'taxClass' in item ? item.taxClass : 'absent'));
      };
      expect(await classes()).toEqual(['standard', 'reduced', 'absent']);

      const { taxClass: _none, ...untaxed } = mug;
      await saveProduct(unitOfWork, {
        ...draft,
        variants: [untaxed, { ...map, taxClass: 'zero' }, { ...gift, taxClass: 'standard' }],
      });
      expect(await classes()).toEqual(['absent', 'zero', 'standard']);
    });

    it('lists each tax class in use once, including those of variants not for sale', async () => {
      const { unitOfWork } = subject();
      const classes = async () => valueOf(await unitOfWork.run(({ catalogue }) => catalogue.taxClasses()));
      expect(await classes()).toEqual([]);
      const variants = [sampleVariant({ taxClass: 'standard' }), sampleVariant({ taxClass: 'Books' }), sampleVariant()];
      await saveProduct(unitOfWork, sampleProduct({ variants }));
      await saveProduct(unitOfWork, sampleProduct({ variants: [sampleVariant({ taxClass: 'standard' })] }));
      await saveProduct(
        unitOfWork,
        sampleProduct({ status: 'archived', variants: [sampleVariant({ taxClass: 'ärzte' })] }),
      );
      expect(await classes()).toEqual(['Books', 'standard', 'ärzte']);
    });

    it("calls a product's only variant by the product's name", async () => {
      const { unitOfWork } = subject();
      const saved = await saveProduct(unitOfWork, sampleProduct({ name: 'Mug' }));
      expect((await itemOf(unitOfWork, saved.variants[0]?.variantId ?? ''))?.name).toBe('Mug');
    });

    it('sells only active products, no drafts or archived ones', async () => {
      const { unitOfWork } = subject();
      for (const [status, onSale] of [
        ['active', true],
        ['draft', false],
        ['archived', false],
      ] as const) {
        const saved = await saveProduct(unitOfWork, sampleProduct({ status }));
        expect((await itemOf(unitOfWork, saved.variants[0]?.variantId ?? ''))?.onSale).toBe(onSale);
      }
    });

    it('returns no item for no id', async () => {
      expect(valueOf(await subject().unitOfWork.read(({ catalogue }) => catalogue.items([]))).size).toBe(0);
    });

    it('updates the product with the slug of a draft, variant by variant, without changing ids', async () => {
      const { unitOfWork } = subject();
      const [kitchen, garden] = [
        await ensureCategory(unitOfWork, 'Kitchen'),
        await ensureCategory(unitOfWork, 'Garden'),
      ];
      const variant = sampleVariant({ stock: 5 });
      const draft = sampleProduct({ categoryIds: [kitchen], variants: [variant] });
      const before = await saveProduct(unitOfWork, draft);
      const changed = {
        ...draft,
        name: 'Pot',
        categoryIds: [garden],
        variants: [{ ...variant, price: usd(2_500), stock: 9 }],
      };
      const after = await saveProduct(unitOfWork, changed, afterNoon(1));

      expect(after).toEqual(before);
      const item = await itemOf(unitOfWork, after.variants[0]?.variantId ?? '');
      expect(item).toMatchObject({ name: 'Pot', offers: offered(2_500), available: 9, categoryIds: [garden] });
    });

    it('does not change variants that a draft omits, and adds new ones', async () => {
      const { unitOfWork } = subject();
      const [red, blue] = [sampleVariant({ name: 'Red', stock: 1 }), sampleVariant({ name: 'Blue', stock: 2 })];
      const draft = sampleProduct({ variants: [red] });
      const before = await saveProduct(unitOfWork, draft);
      const after = await saveProduct(unitOfWork, { ...draft, variants: [blue] });
      expect(after.productId).toBe(before.productId);
      expect(after.variants.map(({ sku }) => sku)).toEqual([blue.sku]);
      expect(await availableOf(unitOfWork, before.variants[0]?.variantId ?? '')).toBe(1);
      expect(await availableOf(unitOfWork, after.variants[0]?.variantId ?? '')).toBe(2);
    });

    it('stops counting a variant whose draft has no stock', async () => {
      const { unitOfWork } = subject();
      const { stock: _none, ...uncounted } = sampleVariant({ stock: 5 });
      const draft = sampleProduct({ variants: [{ ...uncounted, stock: 5 }] });
      const { variants } = await saveProduct(unitOfWork, draft);
      await saveProduct(unitOfWork, { ...draft, variants: [uncounted] });
      expect(await itemOf(unitOfWork, variants[0]?.variantId ?? '')).not.toHaveProperty('available');
    });

    it('creates one product from one draft that is saved concurrently', async () => {
      const { unitOfWork } = subject();
      const draft = sampleProduct({ variants: [sampleVariant({ stock: 5 })] });
      const saved = await Promise.all(Array.from({ length: 4 }, () => saveProduct(unitOfWork, draft)));
      expect(new Set(saved.map(({ productId }) => productId)).size).toBe(1);
      expect(new Set(saved.map(({ variants }) => variants[0]?.variantId)).size).toBe(1);
    });
  });

  describe('categories', () => {
    const subject = subjectForEachTest(makeSubject);

    it('are created once for each path of names', async () => {
      const { unitOfWork } = subject();
      const leaf = await ensureCategory(unitOfWork, 'Home', 'Kitchen', 'Mugs');
      expect(await ensureCategory(unitOfWork, 'Home', 'Kitchen', 'Mugs')).toBe(leaf);
      const above = await ensureCategory(unitOfWork, 'Home', 'Kitchen');
      expect(above).not.toBe(leaf);
      expect(await ensureCategory(unitOfWork, 'Home', 'Kitchen')).toBe(above);
    });

    it('with the same name and different parents are two', async () => {
      const { unitOfWork } = subject();
      const places = [
        ['Sale'],
        ['Home', 'Sale'],
        ['Garden', 'Sale'],
        ['Home Garden', 'Sale'],
        ['Home', 'Garden', 'Sale'],
      ];
      const ids: string[] = [];
      for (const path of places) ids.push(await ensureCategory(unitOfWork, ...path));
      expect(new Set(ids).size).toBe(places.length);
    });

    it('may have any name, even one without letters for a URL', async () => {
      const { unitOfWork } = subject();
      const names = ['茶', '咖啡', '!!!', 'O\'Reilly\'s 100% "best"'];
      const ids: string[] = [];
      for (const name of names) ids.push(await ensureCategory(unitOfWork, name));
      expect(new Set(ids).size).toBe(names.length);
    });

    it('are created once by concurrent writers', async () => {
      const { unitOfWork } = subject();
      const ids = await Promise.all(Array.from({ length: 6 }, () => ensureCategory(unitOfWork, 'Home', 'Kitchen')));
      expect(new Set(ids).size).toBe(1);
    });
  });
};
