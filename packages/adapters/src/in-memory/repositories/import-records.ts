import type { ImportRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const importRecords = ({ imports }: Tables): ImportRecords => ({
  add: (record, upload) => {
    imports.set(record.id, { record, upload });
    return okAsync(undefined);
  },
  find: (id) => okAsync(imports.get(id)?.record),
  lock: (id) => okAsync(imports.get(id)?.record),
  file: (id) => okAsync(imports.get(id)?.upload),
  withFileBefore: (before, limit) =>
    okAsync(
      [...imports.values()]
        .filter(({ record: { status, createdAt }, upload }) => {
          const isOver = status === 'completed' || status === 'failed';
          return isOver && upload !== undefined && createdAt <= before;
        })
        .map(({ record }) => record)
        .sort((left, right) => (left.createdAt < right.createdAt ? -1 : 1))
        .slice(0, limit)
        .map(({ id }) => id),
    ),
  forgetFiles: (ids) => {
    for (const id of ids) {
      const row = imports.get(id);
      if (row !== undefined) imports.set(id, { record: row.record });
    }
    return okAsync(undefined);
  },
  save: (record) => {
    const earlier = imports.get(record.id);
    if (earlier === undefined) throw new Error('an import that is saved has been locked before');
    imports.set(record.id, { ...earlier, record });
    return okAsync(undefined);
  },
});
