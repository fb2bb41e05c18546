import type { Logger } from 'pino';
import type { Database } from '../../drizzle/connection/database.js';
import { makeDrizzleShopRecords } from '../../drizzle/repositories/pricing/shop-records.js';
import type { Settings } from './settings.js';

/**
 * The settings of a shop that has been started before: its books stay in their currency. A `STORE_CURRENCY` that
 * differs is logged.
 */
export async function settingsOfShop(settings: Settings, db: Database, log: Logger): Promise<Settings> {
  const found = await makeDrizzleShopRecords(db).find();
  if (found.isErr() || found.value === undefined) return settings;
  const { currency } = found.value;
  const isGiven = (process.env['STORE_CURRENCY'] ?? '') !== '';
  if (isGiven && currency !== settings.storeCurrency) {
    const differs = { setting: 'STORE_CURRENCY', currency };
    log.warn(
      differs,
      'the setting differs from the currency of the shop and has no effect: the shop keeps its currency',
    );
  }
  return { ...settings, storeCurrency: currency };
}
