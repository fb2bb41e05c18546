import type { ReportFile } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, valueOf } from '../../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from '../subject.js';

export const describeReportFiles = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('files of reports', () => {
    const subject = subjectForEachTest(makeSubject);
    const sample = (facts: Partial<ReportFile> = {}): ReportFile => ({
      id: freshId(),
      wanted: { report: 'sales', from: '2026-01-01', to: '2026-12-31', groupBy: 'month' },
      format: 'csv',
      status: 'queued',
      requestedBy: 'an owner',
      createdAt: noon,
      expiresAt: afterNoon(60),
      ...facts,
    });

    it('are stored with their status', async () => {
      const { unitOfWork } = subject();
      const [queued, other] = [sample(), sample({ wanted: { report: 'low-stock' }, format: 'json' })];
      const find = async (id: string) => valueOf(await unitOfWork.read(({ reportFiles }) => reportFiles.find(id)));
      for (const each of [queued, other]) valueOf(await unitOfWork.run(({ reportFiles }) => reportFiles.add(each)));
      expect(await find(queued.id)).toStrictEqual(queued);
      const completed: ReportFile = { ...queued, status: 'completed' };
      const locked = await unitOfWork.run(({ reportFiles }) =>
        reportFiles.lock(queued.id).andThen((found) => reportFiles.save(completed).map(() => found)),
      );
      expect(valueOf(locked)).toStrictEqual(queued);
      expect([await find(queued.id), await find(other.id)]).toStrictEqual([completed, other]);
      for (const id of [freshId(), 'none']) expect(await find(id)).toBeUndefined();
    });

    it('are listed once they expire, oldest first, and removed', async () => {
      const { unitOfWork } = subject();
      const files = [3, 1, 2].map((second) => sample({ expiresAt: afterNoon(second) }));
      for (const each of files) valueOf(await unitOfWork.run(({ reportFiles }) => reportFiles.add(each)));
      const expired = async (before: string, limit = 100) =>
        valueOf(await unitOfWork.read(({ reportFiles }) => reportFiles.expired(before, limit)));
      const [third, first, second] = files.map(({ id }) => id);
      expect(await expired(noon)).toEqual([]);
      expect(await expired(afterNoon(2))).toEqual([first, second]);
      expect(await expired(afterNoon(3), 1)).toEqual([first]);
      valueOf(await unitOfWork.run(({ reportFiles }) => reportFiles.remove([first ?? '', second ?? ''])));
      valueOf(await unitOfWork.run(({ reportFiles }) => reportFiles.remove([])));
      expect(await expired(afterNoon(60))).toEqual([third]);
    });
  });
};
