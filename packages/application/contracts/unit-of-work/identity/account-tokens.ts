import type { AccountToken } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeAccountTokens = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('account tokens', () => {
    const subject = subjectForEachTest(makeSubject);

    const add = async (facts: Partial<AccountToken> = {}): Promise<AccountToken> => {
      const token = { id: freshId(), purpose: 'reset-password', expiresAt: afterNoon(3_600), ...facts } as const;
      valueOf(await subject().unitOfWork.run(({ accountTokens }) => accountTokens.add(token)));
      return token;
    };
    const find = async (id: string) =>
      valueOf(await subject().unitOfWork.read(({ accountTokens }) => accountTokens.find(id)));
    const lock = async (id: string) =>
      valueOf(await subject().unitOfWork.run(({ accountTokens }) => accountTokens.lock(id)));

    it('are found as they were added, with an owner and without', async () => {
      const { id: userId } = await addUser(subject().unitOfWork);
      const [owned, nobodys] = [await add({ userId, purpose: 'verify-email' }), await add()];
      for (const token of [owned, nobodys]) {
        expect(await find(token.id)).toStrictEqual(token);
        expect(await lock(token.id)).toStrictEqual(token);
      }
      expect([await find(freshId()), await find('no id'), await lock('no id')]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    });

    it('are removed together, those of one user for one purpose', async () => {
      const [ada, bob] = [await addUser(subject().unitOfWork), await addUser(subject().unitOfWork)];
      const removed = [await add({ userId: ada.id }), await add({ userId: ada.id })];
      const left = [await add({ userId: ada.id, purpose: 'verify-email' }), await add({ userId: bob.id }), await add()];
      valueOf(await subject().unitOfWork.run(({ accountTokens }) => accountTokens.removeOf(ada.id, 'reset-password')));
      for (const { id } of removed) expect(await find(id)).toBeUndefined();
      for (const token of left) expect(await find(token.id)).toStrictEqual(token);
    });
  });
};
