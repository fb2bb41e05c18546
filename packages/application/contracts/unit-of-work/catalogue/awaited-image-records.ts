import type { AwaitedImage } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { freshId, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';
import { addProduct } from './sample-product.js';

export const describeAwaitedImages = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('pictures that are to be fetched', () => {
    const subject = subjectForEachTest(makeSubject);
    const awaitedOf = (productId: string, facts: Partial<AwaitedImage> = {}): AwaitedImage => ({
      id: freshId(),
      productId,
      url: 'https://images.example/mug.jpg',
      alt: 'A mug',
      position: 0,
      variantIds: [],
      importId: freshId(),
      line: 2,
      attempts: 0,
      ...facts,
    });
    const save = async (...images: readonly AwaitedImage[]) =>
      valueOf(await subject().unitOfWork.run(({ awaitedImages }) => awaitedImages.save(images)));
    const ofProducts = async (...ids: readonly string[]) =>
      valueOf(await subject().unitOfWork.run(({ awaitedImages }) => awaitedImages.ofProducts(ids)));

    it('are stored by product, in their order', async () => {
      const { unitOfWork } = subject();
      const [mug, lamp] = [await addProduct(unitOfWork), await addProduct(unitOfWork)];
      const [second, first, other] = [
        awaitedOf(mug.id, { position: 1, variantIds: [mug.variants[0]?.id ?? ''] }),
        awaitedOf(mug.id),
        awaitedOf(lamp.id),
      ];
      await save(second, first, other);
      expect(await ofProducts(mug.id)).toEqual([first, second]);
      expect(await ofProducts(mug.id, lamp.id, 'no id')).toHaveLength(3);
      expect(await ofProducts()).toEqual([]);
      const found = await unitOfWork.read(({ awaitedImages }) => awaitedImages.find(second.id));
      expect(valueOf(found)).toEqual(second);
    });

    it('are replaced and removed by id', async () => {
      const { unitOfWork } = subject();
      const { id } = await addProduct(unitOfWork);
      const image = awaitedOf(id);
      await save(image);
      const changed = { ...image, alt: 'Mug', position: 3, line: 9, attempts: 2, importId: freshId() };
      await save(changed);
      const locked = await unitOfWork.run(({ awaitedImages }) => awaitedImages.lock(image.id));
      expect(valueOf(locked)).toEqual(changed);
      valueOf(await unitOfWork.run(({ awaitedImages }) => awaitedImages.remove([image.id, freshId()])));
      expect(await ofProducts(id)).toEqual([]);
    });

    it('go with their product', async () => {
      const { unitOfWork } = subject();
      const { id } = await addProduct(unitOfWork);
      const image = awaitedOf(id);
      await save(image);
      valueOf(await unitOfWork.run(({ products }) => products.remove(id)));
      expect(valueOf(await unitOfWork.read(({ awaitedImages }) => awaitedImages.find(image.id)))).toBeUndefined();
    });
  });
};
