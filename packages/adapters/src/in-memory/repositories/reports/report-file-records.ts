import type { ReportFileRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const reportFileRecords = ({ reportFiles }: Tables): ReportFileRecords => ({
  add: (file) => {
    reportFiles.set(file.id, file);
    return okAsync(undefined);
  },
  find: (id) => okAsync(reportFiles.get(id)),
  lock: (id) => okAsync(reportFiles.get(id)),
  save: (file) => {
    if (!reportFiles.has(file.id)) throw new Error('report file must be locked before it is saved');
    reportFiles.set(file.id, file);
    return okAsync(undefined);
  },
  expired: (before, limit) =>
    okAsync(
      [...reportFiles.values()]
        .filter(({ expiresAt }) => expiresAt <= before)
        .toSorted((one, other) => (one.expiresAt < other.expiresAt ? -1 : 1))
        .slice(0, limit)
        .map(({ id }) => id),
    ),
  remove: (ids) => {
    for (const id of ids) reportFiles.delete(id);
    return okAsync(undefined);
  },
});
