import { type PricingRecords, type PricingRules, type ShippingMethod } from '@cartwright/application';
import type { MinimumOrderRule, Promotion, TaxRules } from '@cartwright/domain';
import { eq, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import type { CounterRow } from './promotion-usage-records.js';
import { pricingSettings, promotions, promotionUsage, shippingMethods } from '../schema.js';
import { query } from '../connection/storage-failures.js';

const isTax = eq(pricingSettings.name, 'tax');

/** What the shop has decided about prices. */
export const makeDrizzlePricingRecords = (tx: Database): PricingRecords => ({
  rules: () =>
    query(async () => {
      const [row] = await tx.select(rulesColumns).from(sql`(values (1)) as one_row (number)`);
      if (row === undefined) throw new Error('one row was selected');
      return rulesOf(row);
    }),
  lockTax: () =>
    query(async () => {
      const [row] = await tx.select().from(pricingSettings).where(isTax).for('update');
      return row?.document as TaxRules | undefined;
    }),
  saveTax: (tax) =>
    query(async () => {
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

/** Each of them a whole table, or a document of one, in a column. */
export const rulesColumns = {
  promotions: sql<
    readonly Promotion[]
  >`(select coalesce(jsonb_agg(${promotions.document} order by ${promotions.id} collate "C"), '[]') from ${promotions})`,
  shippingMethods: sql<
    readonly ShippingMethod[]
  >`(select coalesce(jsonb_agg(${shippingMethods.document} order by ${shippingMethods.position}), '[]') from ${shippingMethods})`,
  minimumOrderRules: sql<
    readonly MinimumOrderRule[] | null
  >`(select ${pricingSettings.document} from ${pricingSettings} where ${eq(pricingSettings.name, 'minimum-order-rules')})`,
  tax: sql<TaxRules | null>`(select ${pricingSettings.document} from ${pricingSettings} where ${isTax})`,
} as const;

/** The counters that meet the condition, in a column. */
export const countersOf = (condition: SQL): SQL<readonly CounterRow[]> =>
  sql<
    readonly CounterRow[]
  >`(select coalesce(jsonb_agg(jsonb_build_object('promotionId', ${promotionUsage.promotionId}, 'buyer', ${promotionUsage.buyer}, 'uses', ${promotionUsage.uses}, 'spent', ${promotionUsage.spent}, 'currency', ${promotionUsage.currency})), '[]') from ${promotionUsage} where ${condition})`;

/** What `rulesColumns` were read as. */
export type RulesRow = {
  readonly promotions: readonly Promotion[];
  readonly shippingMethods: readonly ShippingMethod[];
  readonly minimumOrderRules: readonly MinimumOrderRule[] | null;
  readonly tax: TaxRules | null;
};

export const rulesOf = ({ minimumOrderRules, tax, ...decided }: RulesRow): PricingRules => ({
  ...decided,
  ...(minimumOrderRules === null ? {} : { minimumOrderRules }),
  ...(tax === null ? {} : { tax }),
});
