import type { ProductMirrorRecords, ProductMirrorRow, WrittenRecord } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import { pageOf } from '../../read-models/page-of.js';
import type { Tables } from '../../store.js';

export const productMirrorRecords = ({ productMirrorRuns, writtenVariants }: Tables): ProductMirrorRecords => {
  const runs = () => [...productMirrorRuns.values()];
  const among = <Key extends string>(keys: readonly Key[], keyOf: (record: WrittenRecord) => Key) =>
    new Map(
      [...writtenVariants.values()].filter((each) => keys.includes(keyOf(each))).map((each) => [keyOf(each), each]),
    );
  return {
    add: (run) => {
      const isTaken = runs().some(
        ({ finishedAt, dueAt }) => finishedAt === undefined || (dueAt !== undefined && dueAt === run.dueAt),
      );
      if (!isTaken) productMirrorRuns.set(run.id, run);
      return okAsync(!isTaken);
    },
    find: (id) => okAsync(productMirrorRuns.get(id)),
    lock: (id) => okAsync(productMirrorRuns.get(id)),
    unfinished: () => okAsync(runs().find(({ finishedAt }) => finishedAt === undefined)),
    ofTick: (tick) => okAsync(runs().find(({ dueAt }) => dueAt === tick)),
    save: (run) => {
      if (!productMirrorRuns.has(run.id)) throw new Error('product mirror run must be locked before it is saved');
      productMirrorRuns.set(run.id, run);
      return okAsync(undefined);
    },
    page: (request) => {
      const rows = runs().map(({ differences: _left, ...row }): ProductMirrorRow => row);
      const newestFirst = [{ key: 'requestedAt', direction: 'desc' }] as const;
      return pageOf(rows, newestFirst, ({ requestedAt }) => requestedAt, request).asyncAndThen((page) => okAsync(page));
    },
    written: (variantIds) => okAsync(among(variantIds, ({ variantId }) => variantId)),
    writtenAs: (references) => okAsync(among(references, ({ reference }) => reference)),
    active: ({ after = '', limit }) =>
      okAsync(
        [...writtenVariants.values()]
          .filter(({ isActive, variantId }) => isActive && compareIds(variantId, after) > 0)
          .sort((left, right) => compareIds(left.variantId, right.variantId))
          .slice(0, limit),
      ),
    note: (records) => {
      for (const record of records) writtenVariants.set(record.variantId, record);
      return okAsync(undefined);
    },
  };
};
