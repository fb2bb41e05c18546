import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import { isGiven } from '@cartwright/adapters/runtime/settings/settings';
import type { ShopDetails, UseCases } from '@cartwright/application';

/** Which setting fills which field of the shop. */
const settingsOf = {
  STORE_NAME: 'name',
  STORE_ADDRESS: 'address',
  STORE_COUNTRY: 'country',
  STORE_TIME_ZONE: 'timeZone',
} as const satisfies Readonly<Record<string, keyof ShopDetails>>;

/**
 * Fills the shop's row with the settings at its first start. After that the row decides, and a setting that was given
 * and differs is logged.
 */
export async function ensureShop({ settings, log }: Shop, { ensureShop: ensure }: UseCases): Promise<void> {
  const { storeName, storeAddress, storeCurrency, storeCountry, storeTimeZone } = settings;
  const given: ShopDetails = {
    name: storeName,
    address: storeAddress,
    ...(storeCountry === undefined ? {} : { country: storeCountry }),
    currency: storeCurrency,
    timeZone: storeTimeZone,
  };
  const stored = await ensure(given);
  if (stored.isErr()) throw new Error(stored.error.type);
  for (const [setting, field] of Object.entries(settingsOf)) {
    if (isGiven(process.env[setting]) && JSON.stringify(given[field]) !== JSON.stringify(stored.value[field])) {
      log.warn({ setting }, 'the setting differs from the shop and has no effect: PATCH /api/v1/admin/shop changes it');
    }
  }
}
