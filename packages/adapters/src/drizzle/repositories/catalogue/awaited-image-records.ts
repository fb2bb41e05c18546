import type { AwaitedImage, AwaitedImageRecords } from '@cartwright/application';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { query } from '../../connection/try-query.js';
import { isUuid } from '../../connection/storable-text.js';
import { awaitedImages } from '../../schema.js';

/** Pictures to fetch, in the table `awaited_images`. */
export const makeDrizzleAwaitedImageRecords = (tx: Database): AwaitedImageRecords => {
  const { id: key, productId, position } = awaitedImages;
  return {
    find: (id) =>
      query(async (): Promise<AwaitedImage | undefined> => {
        if (!isUuid(id)) return undefined;
        const [row] = await tx.select().from(awaitedImages).where(eq(key, id));
        return row;
      }),
    lock: (id) =>
      query(async (): Promise<AwaitedImage | undefined> => {
        if (!isUuid(id)) return undefined;
        const [row] = await tx.select().from(awaitedImages).where(eq(key, id)).for('update');
        return row;
      }),
    ofProducts: (productIds) =>
      query(async () => {
        const wanted = productIds.filter(isUuid);
        if (wanted.length === 0) return [];
        return tx.select().from(awaitedImages).where(inArray(productId, wanted)).orderBy(asc(position), asc(key));
      }),
    save: (images) =>
      query(async () => {
        if (images.length === 0) return;
        await tx
          .insert(awaitedImages)
          .values(images.map(({ variantIds, ...image }) => ({ ...image, variantIds: [...variantIds] })))
          .onConflictDoUpdate({
            target: key,
            set: {
              url: sql`excluded.url`,
              alt: sql`excluded.alt`,
              position: sql`excluded.position`,
              variantIds: sql`excluded.variant_ids`,
              importId: sql`excluded.import_id`,
              line: sql`excluded.line`,
              attempts: sql`excluded.attempts`,
            },
          });
      }),
    remove: (ids) =>
      query(async () => {
        if (ids.length > 0) await tx.delete(awaitedImages).where(inArray(key, [...ids]));
      }),
  };
};
