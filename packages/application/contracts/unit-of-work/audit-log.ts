import type { AuditEntry, AuditFilter, PageRequest } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeAuditLog = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('the audit log', () => {
    const subject = subjectForEachTest(makeSubject);
    const add = async (facts: Partial<AuditEntry> = {}): Promise<AuditEntry> => {
      const entry = { id: freshId(), at: noon, action: 'changeUser', ...facts };
      valueOf(await subject().unitOfWork.run(({ auditLog }) => auditLog.add([entry])));
      return entry;
    };
    const list = async (filter: AuditFilter = {}, page: PageRequest = { type: 'page', page: 1, limit: 9 }) =>
      valueOf(await subject().auditReader.list(filter, page));

    it('lists entries as they were added, the latest first', async () => {
      const first = await add();
      const second = await add({
        at: afterNoon(1),
        actorId: freshId(),
        ip: '2001:db8::1',
        target: { type: 'user', id: freshId() },
        before: { role: 'customer', groups: [] },
        after: { role: 'admin', nested: { price: null } },
      });
      const third = await add({ at: afterNoon(2), target: { type: 'tax-rules' } });
      expect((await list()).data).toStrictEqual([third, second, first]);
    });

    it('finds what an API key did by the key, and by who created it', async () => {
      const [actorId, apiKeyId] = [freshId(), freshId()];
      const entry = await add({ actorId, apiKeyId });
      expect((await list({ actorId })).data).toStrictEqual([entry]);
      expect((await list({ actorId: apiKeyId })).data).toStrictEqual([entry]);
    });

    it('adds entries with a change, and none of a change that conflicts', async () => {
      const { unitOfWork } = subject();
      const entry = { id: freshId(), at: noon, action: 'refundOrder', target: { type: 'order', id: freshId() } };
      const message = { messageId: freshId(), handler: 'mail', at: noon };
      valueOf(await unitOfWork.commit({ message, audit: [entry] }));
      const refused = await unitOfWork.commit({ message, audit: [{ ...entry, id: freshId() }] });
      expect(refused.isErr()).toBe(true);
      expect((await list()).data).toStrictEqual([entry]);
    });

    it('finds entries by actor, action, target and time', async () => {
      const [actorId, id] = [freshId(), freshId()];
      await add();
      const found = await add({ at: afterNoon(5), actorId, action: 'eraseUser', target: { type: 'user', id } });
      const filters: readonly AuditFilter[] = [
        { actorId },
        { action: 'eraseUser' },
        { target: id },
        { target: 'user' },
        { targetType: 'user', targetId: id },
        { from: afterNoon(5) },
        { from: afterNoon(5), to: afterNoon(6), actorId },
      ];
      for (const filter of filters) expect([filter, (await list(filter)).data]).toStrictEqual([filter, [found]]);
      const none: readonly AuditFilter[] = [{ actorId: '\0' }, { targetType: 'order', targetId: id }, { to: noon }];
      for (const filter of none) expect([filter, (await list(filter)).data]).toStrictEqual([filter, []]);
    });

    it('continues from a cursor that later entries do not shift', async () => {
      const entries: AuditEntry[] = [];
      for (const seconds of [1, 2, 3]) entries.push(await add({ at: afterNoon(seconds) }));
      const first = await list({}, { type: 'cursor', limit: 2 });
      await add({ at: afterNoon(4) });
      const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      const second = await list({}, { type: 'cursor', cursor, limit: 2 });
      expect([first.data, second.data]).toStrictEqual([[entries[2], entries[1]], [entries[0]]]);
      const refused = await subject().auditReader.list({}, { type: 'cursor', cursor: 'none of mine', limit: 2 });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });

    it('has no address of a person who was erased', async () => {
      const [userId, other] = [freshId(), freshId()];
      const mine = await add({ actorId: userId, ip: '203.0.113.7' });
      const of = await add({ at: afterNoon(1), actorId: other, ip: '203.0.113.8' });
      const person = { userId, emails: [], buyers: [] };
      valueOf(await subject().unitOfWork.run(({ personalData }) => personalData.erase(person, [])));
      const { ip: _ip, ...left } = mine;
      expect((await list()).data).toStrictEqual([of, left]);
    });
  });
};
