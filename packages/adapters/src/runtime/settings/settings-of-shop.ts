import type { Logger } from 'pino';
import type { Database } from '../../drizzle/connection/database.js';
import { makeDrizzleShopRecords } from '../../drizzle/repositories/pricing/shop-records.js';
import { isGiven, type Settings } from './settings.js';

/**
 * The settings of a shop that has been started before: its books stay in their currency. A `STORE_CURRENCY` that
 * differs is logged.
 */
export async function settingsOfShop(settings: Settings, db: Database, log: Logger): Promise<Settings> {
  const stored = await makeDrizzleShopRecords(db).find().unwrapOr(undefined);
  if (stored === undefined) return settings;
  const { currency } = stored;
  if (isGiven(process.env['STORE_CURRENCY']) && currency !== settings.storeCurrency) {
    const differs = { setting: 'STORE_CURRENCY', currency };
    log.warn(
      differs,
      'the setting differs from the currency of the shop and has no effect: the shop keeps its currency',
    );
  }
  return { ...settings, storeCurrency: currency };
}
