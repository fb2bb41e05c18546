import { type PricingRecords, type PricingRules, type ShippingMethod } from '@cartwright/application';
import type { MinimumOrderRule, Promotion, TaxZone } from '@cartwright/domain';
import { eq, sql, type SQL } from 'drizzle-orm';
import { oneRow, type Database } from '../../connection/database.js';
import type { CounterRow } from './promotion-usage-records.js';
import { pricingSettings, promotions, promotionUsage, shippingMethods } from '../../schema.js';
import { query } from '../../connection/try-query.js';

const isNamed = (name: 'tax' | 'minimum-order-rules' | 'shop') => eq(pricingSettings.name, name);

/** What the shop has decided about prices. */
export const makeDrizzlePricingRecords = (tx: Database): PricingRecords => ({
  rules: () =>
    query(async () => {
      const [row] = await tx.select(rulesColumns).from(oneRow);
      if (row === undefined) throw new Error('one row was selected');
      return rulesOf(row);
    }),
  lockTax: () => query(async () => (await lockSetting(tx, 'tax')) as readonly TaxZone[] | undefined),
  lockTaxShared: () => query(async () => (await lockSetting(tx, 'tax', 'share')) as readonly TaxZone[] | undefined),
  saveTax: (zones) =>
    query(async () => {
      if (zones === undefined) await tx.delete(pricingSettings).where(isNamed('tax'));
      else await saveSetting(tx, { name: 'tax', document: zones });
    }),
  lockMinimumOrders: () =>
    query(async () => (await lockSetting(tx, 'minimum-order-rules')) as readonly MinimumOrderRule[] | undefined),
  saveMinimumOrders: (rules) => query(() => saveSetting(tx, { name: 'minimum-order-rules', document: rules })),
  lockShippingMethod: (id) =>
    query(async () => {
      const [row] = await tx.select().from(shippingMethods).where(eq(shippingMethods.id, id)).for('update');
      return row?.document;
    }),
  saveShippingMethod: (method) =>
    query(async () => {
      const last = tx
        .select({ position: sql`coalesce(max(${shippingMethods.position}), -1) + 1` })
        .from(shippingMethods);
      await tx
        .insert(shippingMethods)
        .values({ id: method.id, position: sql`(${last})`, document: method })
        .onConflictDoUpdate({ target: shippingMethods.id, set: { document: sql`excluded.document` } });
    }),
  removeShippingMethod: (id) =>
    query(async () => {
      await tx.delete(shippingMethods).where(eq(shippingMethods.id, id));
    }),
});

/** Without a row, the name of a setting is locked: of two first changes the second sees what the first one saved. */
async function lockSetting(
  tx: Database,
  name: 'tax' | 'minimum-order-rules',
  mode: 'update' | 'share' = 'update',
): Promise<unknown> {
  const lock = () => tx.select().from(pricingSettings).where(isNamed(name)).for(mode);
  const [row] = await lock();
  if (row !== undefined) return row.document;
  const lockName = mode === 'share' ? sql`pg_advisory_xact_lock_shared` : sql`pg_advisory_xact_lock`;
  await tx.select({ taken: sql`${lockName}(hashtextextended(${`setting ${name}`}, 0))` }).from(oneRow);
  const [saved] = await lock();
  return saved?.document;
}

async function saveSetting(tx: Database, setting: typeof pricingSettings.$inferInsert): Promise<void> {
  await tx
    .insert(pricingSettings)
    .values(setting)
    .onConflictDoUpdate({ target: pricingSettings.name, set: { document: sql`excluded.document` } });
}

/** Each of them a whole table in a column. */
export const rulesColumns = {
  promotions: sql<
    readonly (readonly [Promotion, Visibility | null])[]
  >`(select coalesce(json_agg(json_build_array(${promotions.document}, ${promotions.visibility}) order by ${promotions.id} collate "C"), '[]') from ${promotions} where ${promotions.archivedAt} is null)`,
  shippingMethods: sql<
    readonly ShippingMethod[]
  >`(select coalesce(json_agg(${shippingMethods.document} order by ${shippingMethods.position}, ${shippingMethods.id} collate "C"), '[]') from ${shippingMethods})`,
  settings: sql<SettingsDocuments>`(select coalesce(json_object_agg(${pricingSettings.name}, ${pricingSettings.document}), '{}') from ${pricingSettings})`,
} as const;

/** The counters that meet the condition, in a column. */
export const countersOf = (condition: SQL): SQL<readonly CounterRow[]> =>
  sql<
    readonly CounterRow[]
  >`(select coalesce(json_agg(json_build_object('promotionId', ${promotionUsage.promotionId}, 'buyer', ${promotionUsage.buyer}, 'uses', ${promotionUsage.uses}, 'spent', ${promotionUsage.spent}, 'currency', ${promotionUsage.currency})), '[]') from ${promotionUsage} where ${condition})`;

type Visibility = NonNullable<PricingRules['promotionVisibility']>[string];

/** Documents of `pricing_settings` by name. */
type SettingsDocuments = {
  readonly 'minimum-order-rules'?: readonly MinimumOrderRule[];
  readonly tax?: readonly TaxZone[];
  readonly shop?: { readonly country?: string; readonly locales?: readonly string[] };
};

/** What `rulesColumns` were read as: promotions with their visibility, methods in their order, settings by name. */
export type RulesRow = {
  readonly promotions: readonly (readonly [Promotion, Visibility | null])[];
  readonly shippingMethods: readonly ShippingMethod[];
  readonly settings: SettingsDocuments;
};

export const rulesOf = ({ promotions: rows, shippingMethods: methods, settings }: RulesRow): PricingRules => {
  const { 'minimum-order-rules': minimumOrderRules, tax: taxZones, shop } = settings;
  const visibility = rows.flatMap(([{ id }, value]) => (value === null ? [] : [[id, value] as const]));
  return {
    promotions: rows.map(([promotion]) => promotion),
    shippingMethods: methods,
    ...(visibility.length === 0 ? {} : { promotionVisibility: Object.fromEntries(visibility) }),
    ...(minimumOrderRules === undefined ? {} : { minimumOrderRules }),
    ...(taxZones === undefined ? {} : { taxZones }),
    ...(shop?.country === undefined ? {} : { country: shop.country }),
    ...(shop?.locales?.[0] === undefined ? {} : { locale: shop.locales[0] }),
  };
};
