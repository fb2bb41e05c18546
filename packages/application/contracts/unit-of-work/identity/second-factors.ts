import type { SecondFactor } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeSecondFactors = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('second factors', () => {
    const subject = subjectForEachTest(makeSubject);
    const save = async (factor: SecondFactor) =>
      valueOf(await subject().unitOfWork.run(({ secondFactors }) => secondFactors.save(factor)));
    const find = async (userId: string) =>
      valueOf(await subject().unitOfWork.read(({ secondFactors }) => secondFactors.find(userId)));

    it('are found as they were saved last, and removed', async () => {
      const { unitOfWork } = subject();
      const { id: userId } = await addUser(unitOfWork);
      const begun = { userId, sealedSecret: 'sealed', createdAt: noon, recoveryDigests: [] };
      await save(begun);
      expect(await find(userId)).toStrictEqual(begun);
      const confirmed = { ...begun, confirmedAt: afterNoon(1), lastStep: 58_000_000, recoveryDigests: ['a', 'b'] };
      await save(confirmed);
      const locked = await unitOfWork.run(({ secondFactors }) => secondFactors.lock(userId));
      expect([await find(userId), valueOf(locked)]).toStrictEqual([confirmed, confirmed]);
      valueOf(await unitOfWork.run(({ secondFactors }) => secondFactors.remove(userId)));
      expect([await find(userId), await find(freshId()), await find('no id')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('and webhooks get the secrets that replace theirs', async () => {
      const { unitOfWork } = subject();
      const { id: userId } = await addUser(unitOfWork);
      const { id: otherId } = await addUser(unitOfWork);
      const factor = { userId, sealedSecret: 'old factor', createdAt: noon, recoveryDigests: [] };
      await save(factor);
      await save({ ...factor, userId: otherId, sealedSecret: 'new factor' });
      const webhook = { url: 'https://one.example', events: [], isEnabled: true, createdAt: noon, version: 1 };
      const id = freshId();
      valueOf(await unitOfWork.run(({ webhooks }) => webhooks.add({ ...webhook, id, sealedSecret: 'old webhook' })));
      const replaced = await unitOfWork.run(({ sealedSecrets }) =>
        sealedSecrets.replace((sealed) => (sealed.startsWith('old ') ? sealed.replace('old', 'new') : undefined)),
      );
      expect(valueOf(replaced)).toBe(2);
      expect([(await find(userId))?.sealedSecret, (await find(otherId))?.sealedSecret]).toEqual([
        'new factor',
        'new factor',
      ]);
      expect(valueOf(await unitOfWork.run(({ webhooks }) => webhooks.lock(id)))?.sealedSecret).toBe('new webhook');
    });
  });
};
