import type { StoredCustomerGroup } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { errorsOf, freshId, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

const group = (name: string): StoredCustomerGroup => ({ id: freshId(), name, version: 1 });

export const describeCustomerGroups = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('customer groups', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = (added: StoredCustomerGroup) =>
      subject().unitOfWork.run(({ customerGroups }) => customerGroups.add(added));
    const save = (saved: StoredCustomerGroup) =>
      subject().unitOfWork.run(({ customerGroups }) => customerGroups.save(saved));
    const list = async () => valueOf(await subject().unitOfWork.read(({ customerGroups }) => customerGroups.list()));

    it('are found as they were added, and listed by name', async () => {
      const [vip, staff] = [group('VIP'), group('Staff')];
      valueOf(await add(vip));
      valueOf(await add(staff));
      expect(await list()).toStrictEqual([staff, vip]);
      const { unitOfWork } = subject();
      expect(valueOf(await unitOfWork.read(({ customerGroups }) => customerGroups.find(vip.id)))).toStrictEqual(vip);
      expect(valueOf(await unitOfWork.run(({ customerGroups }) => customerGroups.lock(vip.id)))).toStrictEqual(vip);
      expect(valueOf(await unitOfWork.read(({ customerGroups }) => customerGroups.find('vip')))).toBeUndefined();
    });

    it('have a unique name, in any letter case, when they are added and when they are renamed', async () => {
      const answers = await Promise.all([add(group('VIP')), add(group('vip')), add(group('Vip'))]);
      expect(errorsOf(answers).map(({ type }) => type)).toEqual([
        'customer-group.name-taken',
        'customer-group.name-taken',
      ]);
      const trade = group('Trade');
      valueOf(await add(trade));
      expect(errorsOf([await save({ ...trade, name: 'vip' })])).toEqual([
        { type: 'customer-group.name-taken', name: 'vip' },
      ]);
      valueOf(await save({ ...trade, name: 'TRADE', version: 2 }));
      expect((await list()).find(({ id }) => id === trade.id)).toStrictEqual({ ...trade, name: 'TRADE', version: 2 });
    });

    it('that users join are added once, with the stored name', async () => {
      const { unitOfWork } = subject();
      valueOf(await add(group('VIP')));
      const ensure = (...names: readonly string[]) =>
        unitOfWork.run(({ customerGroups }) => customerGroups.ensure(names.map(group)));
      expect(valueOf(await ensure('vip', 'Trade', 'trade'))).toHaveLength(3);
      expect(valueOf(await ensure('vip', 'TRADE'))[0]).toBe('VIP');
      expect(valueOf(await ensure())).toEqual([]);
      const joined = await Promise.all([ensure('a', 'b'), ensure('b', 'a'), ensure('B', 'A')]);
      expect(errorsOf(joined)).toEqual([]);
      expect((await list()).map(({ name }) => name.toLowerCase()).sort()).toEqual(['a', 'b', 'trade', 'vip']);
    });

    it('are deleted', async () => {
      const vip = group('VIP');
      valueOf(await add(vip));
      valueOf(await subject().unitOfWork.run(({ customerGroups }) => customerGroups.remove(vip.id)));
      expect(await list()).toEqual([]);
    });
  });
};
