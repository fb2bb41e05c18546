import type { DigitalFile, DigitalFileRecords } from '@cartwright/application';
import { eq, sql } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { digitalFiles, variants } from '../schema.js';
import { isUuid, uuidList } from '../connection/storable-text.js';
import { query } from '../connection/try-query.js';

/** The files of digital variants in the table `digital_files`; the bytes are a file store's. */
export const makeDrizzleDigitalFileRecords = (tx: Database): DigitalFileRecords => {
  /** Two who change one variant's file wait for each other here, so that each hears of what it replaced. */
  const lockAndFind = async (variantId: string): Promise<DigitalFile | undefined> => {
    await tx.select({ id: variants.id }).from(variants).where(eq(variants.id, variantId)).for('no key update');
    const [before] = await tx.select().from(digitalFiles).where(eq(digitalFiles.variantId, variantId));
    return before;
  };

  return {
    find: (variantId) =>
      query(async (): Promise<DigitalFile | undefined> => {
        if (!isUuid(variantId)) return undefined;
        const [file] = await tx.select().from(digitalFiles).where(eq(digitalFiles.variantId, variantId));
        return file;
      }),
    among: (variantIds) =>
      query(async () =>
        tx
          .select()
          .from(digitalFiles)
          .where(sql`${digitalFiles.variantId} = any(${uuidList(variantIds)}::uuid[])`),
      ),
    attach: (file) =>
      query(async () => {
        const before = await lockAndFind(file.variantId);
        const { variantId: _key, ...facts } = file;
        await tx.insert(digitalFiles).values(file).onConflictDoUpdate({ target: digitalFiles.variantId, set: facts });
        return before;
      }),
    detach: (variantId) =>
      query(async () => {
        if (!isUuid(variantId)) return undefined;
        const before = await lockAndFind(variantId);
        await tx.delete(digitalFiles).where(eq(digitalFiles.variantId, variantId));
        return before;
      }),
  };
};
