import type { ApiKeyReader, StoredApiKey, UnitOfWork } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type ApiKeyReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: ApiKeyReader;
  /** Resolves once all uses are written. */
  readonly settle: () => Promise<void>;
  readonly dispose: () => Promise<void>;
};

/** What every `ApiKeyReader` promises, and the records of API keys. */
export const describeApiKeyReaderContract = (name: string, makeSubject: () => Promise<ApiKeyReaderSubject>): void => {
  describe(`${name} as a reader of API keys`, () => {
    const subject = subjectForEachTest(makeSubject);
    const add = async (facts: Partial<StoredApiKey> & Pick<StoredApiKey, 'userId'>): Promise<StoredApiKey> => {
      const id = freshId();
      const key = { id, name: 'Till', permissions: ['orders.read'], createdAt: noon, digest: id, ...facts } as const;
      valueOf(await subject().unitOfWork.run(({ apiKeys }) => apiKeys.add(key)));
      return key;
    };
    const access = async (digest: string) => valueOf(await subject().reader.access(digest));
    const list = async () => valueOf(await subject().unitOfWork.read(({ apiKeys }) => apiKeys.list()));

    it('lists keys, newest first, without their secrets', async () => {
      const { id: userId } = await addUser(subject().unitOfWork);
      const { digest: _first, ...older } = await add({ userId });
      const { digest: _second, ...newer } = await add({
        userId,
        createdAt: afterNoon(1),
        expiresAt: afterNoon(60),
        permissions: [],
      });
      expect(await list()).toStrictEqual([newer, older]);
    });

    it('returns the permissions of a key and of its creator', async () => {
      const { unitOfWork } = subject();
      valueOf(
        await unitOfWork.run(({ roles }) => roles.add({ name: 'till', permissions: ['orders.read'], version: 1 })),
      );
      const [admin, clerk] = [
        await addUser(unitOfWork, { role: 'admin' }),
        await addUser(unitOfWork, { role: 'till' }),
      ];
      const first = await add({ userId: admin.id, expiresAt: afterNoon(60) });
      const second = await add({ userId: clerk.id });
      expect(await Promise.all([access(first.digest), access(second.digest), access('none')])).toStrictEqual([
        {
          keyId: first.id,
          permissions: ['orders.read'],
          expiresAt: afterNoon(60),
          maker: { userId: admin.id, role: 'admin' },
        },
        {
          keyId: second.id,
          permissions: ['orders.read'],
          maker: { userId: clerk.id, role: 'till', permissions: ['orders.read'] },
        },
        undefined,
      ]);
    });

    it('does not find a key that is revoked, or whose creator is disabled', async () => {
      const { unitOfWork } = subject();
      const maker = await addUser(unitOfWork, { role: 'admin' });
      const [kept, revoked] = [await add({ userId: maker.id }), await add({ userId: maker.id })];
      await access(revoked.digest);
      const remove = async (id: string) => valueOf(await unitOfWork.run(({ apiKeys }) => apiKeys.remove(id)));
      expect([await remove(revoked.id), await remove(revoked.id), await remove('no id')]).toEqual([true, false, false]);
      expect(await access(revoked.digest)).toBeUndefined();
      expect((await access(kept.digest))?.keyId).toBe(kept.id);
      valueOf(await unitOfWork.run(({ users }) => users.save({ ...maker, disabledAt: noon })));
      expect(await access(kept.digest)).toBeUndefined();
    });

    it('stores when each key was last used', async () => {
      const { reader, settle } = subject();
      const { id: userId } = await addUser(subject().unitOfWork);
      const [first, second] = [await add({ userId }), await add({ userId, createdAt: afterNoon(1) })];
      reader.noteUse(first.id, afterNoon(10));
      reader.noteUse(second.id, afterNoon(11));
      reader.noteUse(first.id, afterNoon(12));
      await settle();
      expect((await list()).map(({ lastUsedAt }) => lastUsedAt)).toEqual([afterNoon(11), afterNoon(12)]);
    });
  });
};
