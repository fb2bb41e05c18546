import type { PricingRecords, ShippingMethod } from '@cartwright/application';
import type { MinimumOrderRule, Promotion, TaxRules } from '@cartwright/domain';
import { eq, sql } from 'drizzle-orm';
import type { Database } from './database.js';
import { pricingSettings, promotions, shippingMethods } from './schema.js';
import { queried } from './storage-failures.js';

const isTax = eq(pricingSettings.name, 'tax');

/** What the shop has decided about prices. `rules` is read in one statement: every priced cart needs it. */
export const makeDrizzlePricingRecords = (tx: Database): PricingRecords => ({
  rules: () =>
    queried(async () => {
      const [row] = await tx
        .select({
          promotions: sql<readonly Promotion[]>`(select coalesce(jsonb_agg(${promotions.document} order by ${promotions.id} collate "C"), '[]') from ${promotions})`,
          shippingMethods: sql<readonly ShippingMethod[]>`(select coalesce(jsonb_agg(${shippingMethods.document} order by ${shippingMethods.position}), '[]') from ${shippingMethods})`,
          minimumOrderRules: sql<readonly MinimumOrderRule[] | null>`(select ${pricingSettings.document} from ${pricingSettings} where ${eq(pricingSettings.name, 'minimum-order-rules')})`,
          tax: sql<TaxRules | null>`(select ${pricingSettings.document} from ${pricingSettings} where ${isTax})`,
        })
        .from(sql`(values (1)) as one_row (number)`);
      const { minimumOrderRules = null, tax = null, ...rules } = row ?? { promotions: [], shippingMethods: [] };
      return {
        ...rules,
        ...(minimumOrderRules === null ? {} : { minimumOrderRules }),
        ...(tax === null ? {} : { tax }),
      };
    }),
  lockTax: () =>
    queried(async () => {
      const [row] = await tx.select().from(pricingSettings).where(isTax).for('update');
      return row?.document as TaxRules | undefined;
    }),
  saveTax: (tax) =>
    queried(async () => {
      if (tax === undefined) {
        await tx.delete(pricingSettings).where(isTax);
        return;
      }
      await tx
        .insert(pricingSettings)
        .values({ name: 'tax', document: tax })
        .onConflictDoUpdate({ target: pricingSettings.name, set: { document: sql`excluded.document` } });
    }),
});
