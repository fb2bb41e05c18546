import type { StoredAddress } from '@cartwright/application';
import type { CustomerId } from '@cartwright/domain';
import { describe, expect, it } from 'vitest';
import { addUser, freshId, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const sampleAddress = (userId: CustomerId, facts: Partial<StoredAddress> = {}): StoredAddress => ({
  id: freshId(),
  userId,
  address: {
    fullName: 'Zoë Ünal 🐎',
    company: 'Analytical Engines',
    line1: '1 Weg',
    line2: '2 OG',
    city: 'Köln',
    region: 'NRW',
    postalCode: '50667',
    country: 'DE',
    phone: '+49 221 1',
  },
  isDefault: false,
  createdAt: noon,
  ...facts,
});

export const describeAddresses = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('address books', () => {
    const subject = subjectForEachTest(makeSubject);
    const save = async (...all: readonly StoredAddress[]) => {
      for (const address of all) {
        valueOf(await subject().unitOfWork.run(({ addresses }) => addresses.save(address)));
      }
    };
    const bookOf = async (userId: CustomerId) =>
      valueOf(await subject().unitOfWork.read(({ addresses }) => addresses.ofUser(userId)));

    it('are read as they were saved, oldest first, each user’s own', async () => {
      const [ada, bob] = [await addUser(subject().unitOfWork), await addUser(subject().unitOfWork)];
      const first = sampleAddress(ada.id);
      const second = sampleAddress(ada.id, {
        isDefault: true,
        address: { fullName: 'Ada', line1: '1 Orchard Road', country: 'SG' },
      });
      const bobs = sampleAddress(bob.id, { isDefault: true });
      await save(second, bobs, first);
      expect(await bookOf(ada.id)).toStrictEqual([first, second]);
      expect(await bookOf(bob.id)).toStrictEqual([bobs]);
      for (const nobody of [freshId(), 'no id']) expect(await bookOf(nobody)).toEqual([]);
    });

    it('are changed and removed, one address at a time', async () => {
      const { id: userId } = await addUser(subject().unitOfWork);
      const [first, second] = [sampleAddress(userId), sampleAddress(userId)];
      await save(first, second);
      const changed = { ...first, isDefault: true, address: { ...second.address, line1: '2 Weg' } };
      await save(changed);
      expect(await bookOf(userId)).toStrictEqual([changed, second]);
      const remove = async (id: string) =>
        valueOf(await subject().unitOfWork.run(({ addresses }) => addresses.remove(id)));
      for (const id of [first.id, first.id, freshId(), 'no id']) await remove(id);
      expect(await bookOf(userId)).toStrictEqual([second]);
    });

    it('never have two defaults of one user', async () => {
      const { id: userId } = await addUser(subject().unitOfWork);
      const [first, second] = [sampleAddress(userId, { isDefault: true }), sampleAddress(userId, { isDefault: true })];
      await save(first);
      const refused = async () => subject().unitOfWork.run(({ addresses }) => addresses.save(second));
      await expect(refused()).rejects.toThrow(/default/u);
      expect(await bookOf(userId)).toStrictEqual([first]);
    });
  });
};
