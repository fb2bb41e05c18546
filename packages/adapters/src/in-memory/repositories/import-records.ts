import type { ImportRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const importRecords = ({ imports }: Tables): ImportRecords => ({
  add: (record, csv) => {
    imports.set(record.id, { record, csv });
    return okAsync(undefined);
  },
  find: (id) => okAsync(imports.get(id)?.record),
  lock: (id) => okAsync(imports.get(id)?.record),
  file: (id) => okAsync(imports.get(id)?.csv),
  save: (record) => {
    const earlier = imports.get(record.id);
    if (earlier === undefined) throw new Error('an import that is saved has been locked before');
    imports.set(record.id, { ...earlier, record });
    return okAsync(undefined);
  },
});
