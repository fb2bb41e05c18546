import type {
  Page,
  PageRequest,
  Reconciliation,
  ReconciliationReader,
  ReconciliationRow,
  UnitOfWork,
} from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, valueOf } from '../sample-shop.js';
import { sampleReconciliation } from '../unit-of-work/reconciliations.js';
import { subjectForEachTest } from '../unit-of-work/subject.js';

export type ReconciliationReaderSubject = {
  /** Of the same, empty storage as the reader. */
  readonly unitOfWork: UnitOfWork;
  readonly reader: ReconciliationReader;
  readonly dispose: () => Promise<void>;
};

/**
 * What every `ReconciliationReader` promises. `makeSubject` is called before each test, with empty storage each time.
 */
export const describeReconciliationReaderContract = (
  name: string,
  makeSubject: () => Promise<ReconciliationReaderSubject>,
): void => {
  describe(`${name} as a reconciliation reader`, () => {
    const subject = subjectForEachTest(makeSubject);
    const add = async (facts: Partial<Reconciliation>): Promise<ReconciliationRow> => {
      const { differences, ...row } = sampleReconciliation(facts);
      valueOf(await subject().unitOfWork.run(({ reconciliations }) => reconciliations.add({ ...row, differences })));
      return row;
    };
    const list = async (page: PageRequest): Promise<Page<ReconciliationRow>> =>
      valueOf(await subject().reader.list(page));

    it('lists the last requested first, without their single differences', async () => {
      const rows = [
        await add({ requestedAt: afterNoon(2), dueAt: afterNoon(2) }),
        await add({ requestedAt: afterNoon(3), requestedBy: 'ada' }),
        await add({ requestedAt: afterNoon(1), finishedAt: afterNoon(9) }),
      ];
      const page = await list({ type: 'page', page: 1, limit: 2 });
      expect(page).toStrictEqual({ data: [rows[1], rows[0]], meta: { page: 1, limit: 2, total: 3, totalPages: 2 } });
      expect((await list({ type: 'page', page: 2, limit: 2 })).data).toStrictEqual([rows[2]]);
    });

    it('continues from a cursor that newer ones do not shift', async () => {
      const rows: ReconciliationRow[] = [];
      for (const seconds of [1, 2, 3]) rows.push(await add({ requestedAt: afterNoon(seconds) }));
      const first = await list({ type: 'cursor', limit: 2 });
      await add({ requestedAt: afterNoon(4) });
      const cursor = 'nextCursor' in first.meta ? (first.meta.nextCursor ?? '') : '';
      const second = await list({ type: 'cursor', cursor, limit: 2 });
      expect([first.data, second]).toStrictEqual([
        [rows[2], rows[1]],
        { data: [rows[0]], meta: { limit: 2, nextCursor: null } },
      ]);
    });

    it('refuses a cursor that it has not made', async () => {
      const refused = await subject().reader.list({ type: 'cursor', cursor: 'none of mine', limit: 2 });
      expect(refused._unsafeUnwrapErr()).toEqual({ type: 'list.cursor-malformed' });
    });
  });
};
