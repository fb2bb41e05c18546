import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, noon, saveVariant, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeWishlists = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('wishlists', () => {
    const subject = subjectForEachTest(makeSubject);
    const listOf = async (userId: string) =>
      valueOf(await subject().unitOfWork.read(({ wishlists }) => wishlists.ofUser(userId)));

    it('have each variant of a user once, newest first, until it is removed', async () => {
      const { unitOfWork } = subject();
      const [{ id: ada }, { id: eve }] = [await addUser(unitOfWork), await addUser(unitOfWork)];
      const [mug, pot] = [await saveVariant(unitOfWork), await saveVariant(unitOfWork)];
      const add = async (userId: string, variantId: string, addedAt: string) =>
        valueOf(await unitOfWork.run(({ wishlists }) => wishlists.add(userId, { variantId, addedAt })));
      await add(ada, mug, noon);
      await add(ada, pot, afterNoon(1));
      await add(ada, mug, afterNoon(2));
      await add(eve, mug, noon);
      expect(await listOf(ada)).toStrictEqual([
        { variantId: pot, addedAt: afterNoon(1) },
        { variantId: mug, addedAt: noon },
      ]);
      const remove = async (userId: string, variantId: string) =>
        valueOf(await unitOfWork.run(({ wishlists }) => wishlists.remove(userId, variantId)));
      expect([await remove(ada, mug), await remove(ada, mug), await remove(ada, 'none')]).toEqual([true, false, false]);
      expect((await listOf(ada)).map(({ variantId }) => variantId)).toEqual([pot]);
      expect(await listOf(eve)).toHaveLength(1);
    });
  });
};
