import type { ManagedCategory } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addProduct } from './sample-product.js';
import { freshId, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeCategoryRecords = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('categories as editors change them', () => {
    const subject = subjectForEachTest(makeSubject);
    const category = (facts: Partial<ManagedCategory> = {}): ManagedCategory => ({
      id: freshId(),
      slug: `category-${freshId()}`,
      name: 'Kitchen',
      seo: { title: 'For the kitchen' },
      translations: { de: { name: 'Küche' } },
      version: 1,
      ...facts,
    });
    const add = async (facts: Partial<ManagedCategory> = {}) =>
      subject().unitOfWork.run(({ categories }) => categories.add(category(facts), []));
    const list = async () => valueOf(await subject().unitOfWork.read(({ categories }) => categories.list()));

    it('are found as they were added, in the order of their names', async () => {
      const kitchen = valueOf(await add());
      const garden = valueOf(await add({ name: 'Garden', parentId: kitchen.id }));
      expect(await list()).toStrictEqual([garden, kitchen]);
      const found = await subject().unitOfWork.read(({ categories }) => categories.find(garden.id));
      expect(valueOf(found)).toStrictEqual(garden);
      const absent = await subject().unitOfWork.read(({ categories }) => categories.find(freshId()));
      expect(valueOf(absent)).toBeUndefined();
    });

    it('get a free slug of their path, unless they have one', async () => {
      const { unitOfWork } = subject();
      const { slug: _none, ...kitchen } = category();
      valueOf(await unitOfWork.run(({ categories }) => categories.add(kitchen, ['Kitchen'])));
      const { slug: _neither, ...below } = category({ parentId: kitchen.id });
      const added = valueOf(await unitOfWork.run(({ categories }) => categories.add(below, ['Kitchen', 'Kitchen'])));
      expect(added.slug).toBe('kitchen-kitchen');
    });

    it('move and change, and lose what they no longer have', async () => {
      const { unitOfWork } = subject();
      const kitchen = valueOf(await add());
      const { parentId: _root, ...mugs } = valueOf(await add({ name: 'Mugs', parentId: kitchen.id }));
      const moved: ManagedCategory = { ...mugs, name: 'Cups', seo: {}, translations: {}, version: 2 };
      expect(valueOf(await unitOfWork.run(({ categories }) => categories.save(moved)))).toStrictEqual(moved);
      expect(await list()).toContainEqual(moved);
    });

    it('refuse a slug that is taken, and a name that another one of the same parent has', async () => {
      const kitchen = valueOf(await add());
      expect((await add({ slug: kitchen.slug, name: 'Other' })).isErr()).toBe(true);
      const again = await add();
      expect(again.isErr() && again.error).toEqual({ type: 'catalogue.category-name-taken', name: 'Kitchen' });
      expect((await add({ parentId: kitchen.id })).isOk()).toBe(true);
    });

    it('are removed from their products', async () => {
      const { unitOfWork } = subject();
      const kitchen = valueOf(await add());
      const product = await addProduct(unitOfWork, { categoryIds: [kitchen.id] });
      valueOf(await unitOfWork.run(({ categories }) => categories.remove(kitchen.id)));
      expect(await list()).toEqual([]);
      const found = valueOf(await unitOfWork.read(({ products }) => products.find(product.id)));
      expect(found?.categoryIds).toEqual([]);
    });
  });
};
