import { noCounts, type ProductImport } from '@cartwright/application';
import { describe, expect, it } from 'vitest';
import { afterNoon, freshId, noon, valueOf } from '../sample-shop.js';
import { subjectForEachTest, type MakeUnitOfWorkSubject } from './subject.js';

export const describeImports = (makeSubject: MakeUnitOfWorkSubject): void => {
  describe('imports', () => {
    const subject = subjectForEachTest(makeSubject);
    const upload = { charset: 'windows-1252' };

    const addImport = async (facts: Partial<ProductImport> = {}): Promise<ProductImport> => {
      const record: ProductImport = {
        id: freshId(),
        status: 'queued',
        total: 0,
        processed: 0,
        failures: [],
        failureCount: 0,
        dryRun: false,
        ignoredColumns: [],
        counts: noCounts,
        createdAt: noon,
        ...facts,
      };
      valueOf(await subject().unitOfWork.run(({ imports }) => imports.add(record, upload)));
      return record;
    };
    const find = async (id: string) => valueOf(await subject().unitOfWork.read(({ imports }) => imports.find(id)));

    const fileOf = async (id: string) => valueOf(await subject().unitOfWork.run(({ imports }) => imports.file(id)));

    it('are found, and locked, as they were added, with their file', async () => {
      const record = await addImport();
      expect(await find(record.id)).toStrictEqual(record);
      expect(valueOf(await subject().unitOfWork.run(({ imports }) => imports.lock(record.id)))).toStrictEqual(record);
      expect(await fileOf(record.id)).toEqual(upload);
    });

    it('are absent if they were not requested', async () => {
      expect(await find(freshId())).toBeUndefined();
      expect(valueOf(await subject().unitOfWork.run(({ imports }) => imports.lock(freshId())))).toBeUndefined();
      expect(await fileOf(freshId())).toBeUndefined();
    });

    it('store progress, failures and their file', async () => {
      const record = await addImport();
      const next: ProductImport = {
        ...record,
        status: 'completed',
        total: 3,
        processed: 3,
        failures: [
          { line: 4, column: 'Variant Price', code: 'format', reason: 'Variant Price is no amount' },
          { line: 2, code: 'csv.malformed', reason: 'a NUL character' },
        ],
        failureCount: 2,
        dryRun: true,
        ignoredColumns: ['Cost per item'],
        counts: { ...noCounts, products: { created: 1, changed: 2, unchanged: 3, rejected: 4 } },
      };
      valueOf(
        await subject().unitOfWork.run(({ imports }) => imports.lock(record.id).andThen(() => imports.save(next))),
      );
      expect(await find(record.id)).toStrictEqual(next);
      expect(await fileOf(record.id)).toEqual(upload);
    });

    it('forget the files of old imports that ended, the oldest first, and no record', async () => {
      const { unitOfWork } = subject();
      const old = (before: string, limit = 10) =>
        unitOfWork.read(({ imports }) => imports.withFileBefore(before, limit)).then(valueOf);
      const ended: ProductImport[] = [];
      for (const [seconds, status] of [
        [2, 'completed'],
        [1, 'failed'],
        [3, 'completed'],
      ] as const)
        ended.push(await addImport({ createdAt: afterNoon(seconds), status }));
      const ids = ended.map(({ id }) => id);
      for (const status of ['queued', 'running'] as const) await addImport({ status });
      expect(await old(noon)).toEqual([]);
      expect(await old(afterNoon(2))).toEqual([ids[1], ids[0]]);
      expect(await old(afterNoon(9), 1)).toEqual([ids[1]]);
      valueOf(await unitOfWork.run(({ imports }) => imports.forgetFiles([ids[1] ?? '', ids[0] ?? ''])));
      expect(await old(afterNoon(9))).toEqual([ids[2]]);
      expect(await fileOf(ids[0] ?? '')).toBeUndefined();
      expect(await find(ids[0] ?? '')).toStrictEqual(ended[0]);
    });
  });
};
