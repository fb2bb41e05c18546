import type { SessionReader, StoredUser, UnitOfWork } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type SessionReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: SessionReader;
  readonly dispose: () => Promise<void>;
};

/** What every `SessionReader` promises. */
export const describeSessionReaderContract = (name: string, makeSubject: () => Promise<SessionReaderSubject>): void => {
  describe(`${name} as a session reader`, () => {
    const subject = subjectForEachTest(makeSubject);
    const open = async (user: StoredUser): Promise<string> => {
      const [id, expiresAt] = [freshId(), afterNoon(3_600)];
      const session = { id, userId: user.id, createdAt: noon, lastUsedAt: noon, expiresAt };
      const token = { id, familyId: id, userId: user.id, digest: id, expiresAt };
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.open(session, token)));
      return id;
    };
    const access = async (sessionId: string) => valueOf(await subject().reader.access(sessionId));

    it('returns the user of a session and their role', async () => {
      const ada = await addUser(subject().unitOfWork, { role: 'editor' });
      const [first, second] = [await open(ada), await open(await addUser(subject().unitOfWork))];
      expect(await access(first)).toEqual({ userId: ada.id, role: 'editor' });
      expect((await access(second))?.role).toBe('customer');
      expect(await access(freshId())).toBeUndefined();
      expect(await access('no id')).toBeUndefined();
    });

    it('returns the current permissions of a role of the shop', async () => {
      const { unitOfWork, reader } = subject();
      const role = { name: 'packing', permissions: ['orders.fulfil' as const], version: 1 };
      valueOf(await unitOfWork.run(({ roles }) => roles.add(role)));
      const ada = await addUser(unitOfWork, { role: 'packing' });
      const id = await open(ada);
      expect(await access(id)).toEqual({ userId: ada.id, role: 'packing', permissions: ['orders.fulfil'] });
      valueOf(await unitOfWork.run(({ roles }) => roles.save({ ...role, permissions: [], version: 2 })));
      reader.forget();
      expect(await access(id)).toEqual({ userId: ada.id, role: 'packing', permissions: [] });
    });

    it('returns whether staff have confirmed a second factor', async () => {
      const { unitOfWork, reader } = subject();
      const ada = await addUser(unitOfWork, { role: 'editor' });
      const id = await open(ada);
      const factor = { userId: ada.id, sealedSecret: 'sealed', createdAt: noon, recoveryDigests: [] };
      const save = async (facts: object) => {
        valueOf(await unitOfWork.run(({ secondFactors }) => secondFactors.save({ ...factor, ...facts })));
        reader.forget(ada.id);
        return access(id);
      };
      expect(await save({})).toEqual({ userId: ada.id, role: 'editor' });
      expect(await save({ confirmedAt: noon })).toEqual({ userId: ada.id, role: 'editor', hasSecondFactor: true });
    });

    it('returns the current customer groups of a user', async () => {
      const { unitOfWork, reader } = subject();
      const ada = await addUser(unitOfWork, { groups: ['premium', 'wholesale'] });
      const id = await open(ada);
      expect(await access(id)).toEqual({ userId: ada.id, role: 'customer', groups: ['premium', 'wholesale'] });
      valueOf(await unitOfWork.run(({ users }) => users.save({ ...ada, groups: [] })));
      reader.forget(ada.id);
      expect(await access(id)).toEqual({ userId: ada.id, role: 'customer' });
    });

    it('reads many sessions concurrently', async () => {
      const users = await Promise.all(Array.from({ length: 5 }, () => addUser(subject().unitOfWork)));
      const ids = await Promise.all(users.map(open));
      const found = await Promise.all([...ids, ...ids, freshId()].map(access));
      expect(found.map((each) => each?.userId)).toEqual([...users, ...users, undefined].map((user) => user?.id));
    });

    it('does not find a session that has ended', async () => {
      const ada = await addUser(subject().unitOfWork);
      const id = await open(ada);
      await access(id);
      valueOf(await subject().unitOfWork.run(({ sessions }) => sessions.end(id)));
      subject().reader.forget(ada.id);
      expect(await access(id)).toBeUndefined();
    });

    it('returns the current role of a user, and nothing of a disabled user', async () => {
      const ada = await addUser(subject().unitOfWork, { role: 'admin' });
      const id = await open(ada);
      subject().reader.remember(id, { userId: ada.id, role: 'admin' });
      valueOf(await subject().unitOfWork.run(({ users }) => users.save({ ...ada, role: 'customer' })));
      subject().reader.forget(ada.id);
      expect(await access(id)).toEqual({ userId: ada.id, role: 'customer' });
      valueOf(await subject().unitOfWork.run(({ users }) => users.save({ ...ada, disabledAt: noon })));
      subject().reader.forget(ada.id);
      expect(await access(id)).toBeUndefined();
    });
  });
};
