import {
  usageByPromotion,
  type Buyer,
  type CurrentPricing,
  type PricingRecords,
  type PricingRules,
  type ShippingMethod,
} from '@cartwright/application';
import type { MinimumOrderRule, Promotion, TaxRules } from '@cartwright/domain';
import { eq, sql, type SQL } from 'drizzle-orm';
import type { Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { counterOf, type CounterRow } from './promotion-usage-records.js';
import { pricingSettings, promotions, promotionUsage, shippingMethods } from '../schema.js';
import { query } from '../connection/storage-failures.js';

const isTax = eq(pricingSettings.name, 'tax');

/** What the shop has decided about prices. */
export const makeDrizzlePricingRecords = (tx: Database): PricingRecords => ({
  rules: () => query(async () => (await pricingOf(tx)).rules),
  current: (buyer) => query(() => pricingOf(tx, buyer)),
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

async function pricingOf(tx: Database, buyer?: Buyer): Promise<CurrentPricing> {
  const [current] = await pricingFor(tx, [buyer]);
  if (current === undefined) throw new Error('each buyer is answered');
  return current;
}

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

const pricingOfBuyers = preparedOnce((db) =>
  db
    .select({
      ...rulesColumns,
      counters: countersOf(
        sql`${promotionUsage.buyer} in (select jsonb_array_elements_text(${sql.placeholder('buyers')}::jsonb))`,
      ),
    })
    .from(sql`(values (1)) as one_row (number)`)
    .prepare('pricing_of_buyers'),
);

/**
 * What carts of these buyers are priced by, in their order. All in one statement: every priced cart needs it. Everybody's
 * counters are those of the buyer ''.
 */
export async function pricingFor(
  tx: Database,
  buyers: readonly (Buyer | undefined)[],
): Promise<readonly CurrentPricing[]> {
  const named = JSON.stringify([...new Set(['', ...buyers.flatMap((buyer) => (buyer === undefined ? [] : [buyer]))])]);
  const [row] = await pricingOfBuyers(tx).execute({ buyers: named });
  if (row === undefined) throw new Error('one row was selected');
  const { counters, ...decided } = row;
  const rules = rulesOf(decided);
  return buyers.map((asked) => ({
    rules,
    promotionUsage: usageByPromotion(counters.filter(({ buyer }) => buyer === '' || buyer === asked).map(counterOf)),
  }));
}
