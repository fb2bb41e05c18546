import type { SealedSecretRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { query } from '../../connection/try-query.js';
import { secondFactors, webhooks } from '../../schema.js';

/** The columns `sealed_secret`. */
export const makeDrizzleSealedSecretRecords = (tx: Database): SealedSecretRecords => ({
  replace: (reseal) =>
    query(async () => {
      let replaced = 0;
      const found = [
        { table: webhooks, id: webhooks.id },
        { table: secondFactors, id: secondFactors.userId },
      ] as const;
      for (const { table, id } of found) {
        const rows = await tx.select({ id, sealedSecret: table.sealedSecret }).from(table).orderBy(id).for('update');
        for (const row of rows) {
          const sealedSecret = reseal(row.sealedSecret);
          if (sealedSecret === undefined) continue;
          await tx.update(table).set({ sealedSecret }).where(eq(id, row.id));
          replaced += 1;
        }
      }
      return replaced;
    }),
});
