import type { PageRequest, StoredUser, UserFilter } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { addUser, errorsOf, freshId, noon, sampleUser, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeUsers = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('users', () => {
    const subject = subjectForEachTest(makeSubject);

    it('are found by id and by e-mail as they were added', async () => {
      const user = await addUser(subject().unitOfWork, { name: 'Zoë Ünal 🐎', role: 'editor', groups: ['premium'] });
      expect(valueOf(await subject().unitOfWork.read(({ users }) => users.byId(user.id)))).toStrictEqual(user);
      expect(valueOf(await subject().unitOfWork.read(({ users }) => users.byEmail(user.email)))).toStrictEqual(user);
    });

    it('are absent if no user has the id or e-mail', async () => {
      await addUser(subject().unitOfWork);
      expect(valueOf(await subject().unitOfWork.read(({ users }) => users.byId(freshId())))).toBeUndefined();
      expect(
        valueOf(await subject().unitOfWork.read(({ users }) => users.byEmail('nobody@shop.example'))),
      ).toBeUndefined();
    });

    it('are saved as they were changed, with the e-mail that they have', async () => {
      const { unitOfWork } = subject();
      const user = await addUser(unitOfWork);
      const changed = {
        ...user,
        name: 'Ada King',
        role: 'support',
        passwordHash: 'new',
        disabledAt: noon,
        invitedAt: noon,
        emailVerifiedAt: noon,
        groups: ['vip', 'wholesale'],
      } as const;
      const save = (saved: StoredUser) =>
        unitOfWork.run(({ users }) => users.lock(user.id).andThen(() => users.save(saved)));
      const find = async () => valueOf(await unitOfWork.read(({ users }) => users.byId(user.id)));
      valueOf(await save({ ...changed, email: 'another@shop.example' }));
      expect(await find()).toStrictEqual(changed);
      valueOf(await save(user));
      expect(await find()).toStrictEqual(user);
    });

    it('get a stronger hash of their password, unless that was changed in the meantime', async () => {
      const { unitOfWork } = subject();
      const { id, passwordHash } = await addUser(unitOfWork);
      const rehash = async (hash: string, rehashed: string) => {
        valueOf(await unitOfWork.run(({ users }) => users.rehash(id, hash, rehashed)));
        return valueOf(await unitOfWork.read(({ users }) => users.byId(id)))?.passwordHash;
      };
      expect(await rehash('another', 'stronger')).toBe(passwordHash);
      expect(await rehash(passwordHash, 'stronger')).toBe('stronger');
    });

    it('have a unique e-mail: a second user with it is refused', async () => {
      const first = await addUser(subject().unitOfWork, { email: 'ada@shop.example' });
      const second = await subject().unitOfWork.run(({ users }) =>
        users.add(sampleUser({ email: 'ada@shop.example' })),
      );
      expect(second._unsafeUnwrapErr()).toEqual({ type: 'user.email-taken', email: 'ada@shop.example' });
      const found = await subject().unitOfWork.read(({ users }) => users.byEmail('ada@shop.example'));
      expect(valueOf(found)?.id).toBe(first.id);
    });

    it('that register concurrently with one e-mail become one', async () => {
      const answers = await Promise.all(
        Array.from({ length: 5 }, () =>
          subject().unitOfWork.run(({ users }) => users.add(sampleUser({ email: 'ada@shop.example' }))),
        ),
      );
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
      expect(errorsOf(answers)).toEqual(
        Array.from({ length: 4 }, () => ({ type: 'user.email-taken', email: 'ada@shop.example' })),
      );
    });

    it('are found by their roles, without their password hashes', async () => {
      const [admin, support] = [
        await addUser(subject().unitOfWork, { role: 'admin' }),
        await addUser(subject().unitOfWork, { role: 'support' }),
      ];
      await addUser(subject().unitOfWork, { role: 'editor' });
      await addUser(subject().unitOfWork, { role: 'support', disabledAt: noon });
      await addUser(subject().unitOfWork);
      const { unitOfWork } = subject();
      const found = valueOf(await unitOfWork.read(({ users }) => users.withRoles(['support', 'admin'])));
      const byId = [admin, support].toSorted((left, right) => (left.id < right.id ? -1 : 1));
      expect(found.map((user) => ({ ...user, passwordHash: 'kept back' }))).toStrictEqual(
        byId.map((user) => ({ ...user, passwordHash: 'kept back' })),
      );
      expect(found.every((user) => !('passwordHash' in user))).toBe(true);
      expect(valueOf(await unitOfWork.read(({ users }) => users.withRoles([])))).toEqual([]);
    });

    it('are listed by e-mail, page after page, by a part of e-mail or name, by role and by group', async () => {
      const { unitOfWork } = subject();
      const ada = await addUser(unitOfWork, { email: 'ada@shop.example', name: 'Ada L_velace', role: 'admin' });
      const bob = await addUser(unitOfWork, { email: 'bob@shop.example', name: 'Bob', groups: ['vip', 'wholesale'] });
      const eve = await addUser(unitOfWork, { email: 'eve@shop.example', name: 'Eve', groups: ['vip'] });
      const read = (filter: UserFilter, page: PageRequest) => unitOfWork.read(({ users }) => users.list(filter, page));
      const list = async (filter: UserFilter, page: PageRequest = { type: 'page', page: 1, limit: 10 }) =>
        valueOf(await read(filter, page));
      expect(await list({})).toStrictEqual({
        data: [ada, bob, eve],
        meta: { page: 1, limit: 10, total: 3, totalPages: 1 },
      });
      expect(await list({}, { type: 'page', page: 2, limit: 2 })).toStrictEqual({
        data: [eve],
        meta: { page: 2, limit: 2, total: 3, totalPages: 2 },
      });
      expect((await list({ search: 'BOB@' })).data).toStrictEqual([bob]);
      expect((await list({ search: 'l_v' })).data).toStrictEqual([ada]);
      expect((await list({ search: '%' })).data).toEqual([]);
      expect((await list({ role: 'admin' })).data).toStrictEqual([ada]);
      expect((await list({ group: 'vip' })).data).toStrictEqual([bob, eve]);
      const inGroup = async (group: string) => valueOf(await unitOfWork.run(({ users }) => users.countInGroup(group)));
      expect([await inGroup('vip'), await inGroup('none')]).toEqual([2, 0]);
      expect((await list({ group: 'wholesale', role: 'customer', search: 'o' })).data).toStrictEqual([bob]);
      const first = await list({}, { type: 'cursor', limit: 2 });
      expect(first.data).toStrictEqual([ada, bob]);
      await addUser(unitOfWork, { email: 'abe@shop.example' });
      const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      expect(await list({}, { type: 'cursor', limit: 2, cursor })).toStrictEqual({
        data: [eve],
        meta: { limit: 2, nextCursor: null },
      });
      expect((await read({}, { type: 'cursor', limit: 2, cursor: 'x' }))._unsafeUnwrapErr()).toEqual({
        type: 'list.cursor-malformed',
      });
    });

    it('of a group that is renamed are in the renamed one', async () => {
      const { unitOfWork } = subject();
      const bob = await addUser(unitOfWork, { groups: ['wholesale', 'vip'] });
      const eve = await addUser(unitOfWork, { groups: ['wholesale'] });
      valueOf(await unitOfWork.run(({ users }) => users.renameGroup('vip', 'VIP customers')));
      const groupsOf = async ({ id }: StoredUser) =>
        valueOf(await unitOfWork.read(({ users }) => users.byId(id)))?.groups;
      expect([await groupsOf(bob), await groupsOf(eve)]).toEqual([['wholesale', 'VIP customers'], ['wholesale']]);
    });

    it('that are admins are locked, without those who are disabled', async () => {
      const { unitOfWork } = subject();
      const admin = await addUser(unitOfWork, { role: 'admin' });
      await addUser(unitOfWork, { role: 'admin', disabledAt: noon });
      await addUser(unitOfWork, { role: 'editor' });
      expect(valueOf(await unitOfWork.run(({ users }) => users.lockAdmins()))).toEqual([admin.id]);
    });

    it('are counted by role', async () => {
      await addUser(subject().unitOfWork, { role: 'admin' });
      await addUser(subject().unitOfWork, { role: 'admin' });
      await addUser(subject().unitOfWork);
      const count = await subject().unitOfWork.run(({ users }) => users.countWithRole('admin'));
      expect(valueOf(count)).toBe(2);
      expect(valueOf(await subject().unitOfWork.run(({ users }) => users.countWithRole('support')))).toBe(0);
    });
  });
};
