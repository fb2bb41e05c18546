import { usageByPromotion, type CurrentPricing, type PricingRecords, type ShippingMethod } from '@cartwright/application';
import type { MinimumOrderRule, Promotion, TaxRules } from '@cartwright/domain';
import { eq, inArray, sql } from 'drizzle-orm';
import type { Database } from './database.js';
import { counterOf, type CounterRow } from './promotion-usage-records.js';
import { pricingSettings, promotions, promotionUsage, shippingMethods } from './schema.js';
import { queried } from './storage-failures.js';

const isTax = eq(pricingSettings.name, 'tax');

/** What the shop has decided about prices. */
export const makeDrizzlePricingRecords = (tx: Database): PricingRecords => ({
  rules: () => queried(async () => (await readPricing(tx)).rules),
  current: (buyer) => queried(() => readPricing(tx, buyer)),
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

/** All in one statement: every priced cart needs it. Everybody's counters are those of the buyer ''. */
async function readPricing(tx: Database, buyer = ''): Promise<CurrentPricing> {
  const [row] = await tx
    .select({
      promotions: sql<readonly Promotion[]>`(select coalesce(jsonb_agg(${promotions.document} order by ${promotions.id} collate "C"), '[]') from ${promotions})`,
      shippingMethods: sql<readonly ShippingMethod[]>`(select coalesce(jsonb_agg(${shippingMethods.document} order by ${shippingMethods.position}), '[]') from ${shippingMethods})`,
      minimumOrderRules: sql<readonly MinimumOrderRule[] | null>`(select ${pricingSettings.document} from ${pricingSettings} where ${eq(pricingSettings.name, 'minimum-order-rules')})`,
      tax: sql<TaxRules | null>`(select ${pricingSettings.document} from ${pricingSettings} where ${isTax})`,
      counters: sql<readonly CounterRow[]>`(select coalesce(jsonb_agg(jsonb_build_object('promotionId', ${promotionUsage.promotionId}, 'buyer', ${promotionUsage.buyer}, 'uses', ${promotionUsage.uses}, 'spent', ${promotionUsage.spent}, 'currency', ${promotionUsage.currency})), '[]') from ${promotionUsage} where ${inArray(promotionUsage.buyer, ['', buyer])})`,
    })
    .from(sql`(values (1)) as one_row (number)`);
  if (row === undefined) throw new Error('one row was selected');
  const { minimumOrderRules, tax, counters, ...rules } = row;
  return {
    rules: {
      ...rules,
      ...(minimumOrderRules === null ? {} : { minimumOrderRules }),
      ...(tax === null ? {} : { tax }),
    },
    promotionUsage: usageByPromotion(counters.map(counterOf)),
  };
}
