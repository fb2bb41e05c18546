import type { ShopDetails, ShopRecords } from '@cartwright/application';
import { eq } from 'drizzle-orm';
import type { Database } from '../../connection/database.js';
import { query } from '../../connection/try-query.js';
import { pricingSettings } from '../../schema.js';

const isShop = eq(pricingSettings.name, 'shop');

/** The shop's details, a row of the table `pricing_settings`. */
export const makeDrizzleShopRecords = (tx: Database): ShopRecords => ({
  find: () =>
    query(async () => {
      const [row] = await tx.select().from(pricingSettings).where(isShop);
      return row?.document as ShopDetails | undefined;
    }),
  lock: () =>
    query(async () => {
      const [row] = await tx.select().from(pricingSettings).where(isShop).for('update');
      return row?.document as ShopDetails | undefined;
    }),
  add: (document) =>
    query(async () => {
      await tx.insert(pricingSettings).values({ name: 'shop', document }).onConflictDoNothing();
    }),
  save: (document) =>
    query(async () => {
      await tx.update(pricingSettings).set({ document }).where(isShop);
    }),
});
