import type { DefinedRole } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { errorsOf, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

const packing: DefinedRole = { name: 'Packing', permissions: ['orders.read', 'orders.fulfil'], version: 1 };

export const describeRoles = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('roles', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = (role: DefinedRole) => subject().unitOfWork.run(({ roles }) => roles.add(role));
    const list = async () => valueOf(await subject().unitOfWork.read(({ roles }) => roles.list()));

    it('are found as they were defined, and listed by name', async () => {
      const buying = { name: 'Buying', permissions: [], version: 1 };
      valueOf(await add(packing));
      valueOf(await add(buying));
      expect(await list()).toStrictEqual([buying, packing]);
      expect(valueOf(await subject().unitOfWork.read(({ roles }) => roles.find('Packing')))).toStrictEqual(packing);
      expect(valueOf(await subject().unitOfWork.read(({ roles }) => roles.find('packing')))).toBeUndefined();
      expect(valueOf(await subject().unitOfWork.run(({ roles }) => roles.lock('Packing')))).toStrictEqual(packing);
      expect(valueOf(await subject().unitOfWork.read(({ roles }) => roles.find('no\0body')))).toBeUndefined();
    });

    it('have a unique name, in any letter case', async () => {
      const answers = await Promise.all([add(packing), add({ ...packing, name: 'PACKING' }), add(packing)]);
      expect(answers.filter((answer) => answer.isOk())).toHaveLength(1);
      expect(errorsOf(answers).map(({ type }) => type)).toEqual(['role.name-taken', 'role.name-taken']);
      expect(await list()).toHaveLength(1);
    });

    it('are changed and deleted', async () => {
      valueOf(await add(packing));
      const changed: DefinedRole = { ...packing, permissions: ['orders.read'], version: 2 };
      valueOf(await subject().unitOfWork.run(({ roles }) => roles.save(changed)));
      expect(await list()).toStrictEqual([changed]);
      valueOf(await subject().unitOfWork.run(({ roles }) => roles.remove('Packing')));
      expect(await list()).toEqual([]);
    });
  });
};
