import type { Profile } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, freshId, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeProfiles = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('profiles', () => {
    const subject = subjectForEachTest(makeSubject);
    const find = async (userId: string) =>
      valueOf(await subject().unitOfWork.read(({ profiles }) => profiles.ofUser(userId)));
    const nothing: Profile = { marketingConsent: false, metadata: {} };

    it('are read as they were saved last, each user’s own', async () => {
      const { unitOfWork } = subject();
      const [ada, bob] = [await addUser(unitOfWork), await addUser(unitOfWork)];
      const full: Profile = { locale: 'de-AT', marketingConsent: true, metadata: { shoe: '38', __proto__x: '🐎' } };
      for (const profile of [full, { marketingConsent: true, metadata: {} }, full, nothing]) {
        valueOf(await unitOfWork.run(({ profiles }) => profiles.save(ada.id, profile)));
        expect(await find(ada.id)).toStrictEqual(profile);
        expect(await find(bob.id)).toStrictEqual(nothing);
      }
    });

    it('have no consent by default', async () => {
      for (const nobody of [freshId(), 'no id']) expect(await find(nobody)).toStrictEqual(nothing);
    });
  });
};
