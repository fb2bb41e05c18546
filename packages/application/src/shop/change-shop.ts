import { currencyDecimals, type CurrencyCode, type UnknownCurrency } from '@cartwright/domain';
import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import type { Seller } from '../invoicing/invoice.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { initialDetails } from './view-shop.js';

/** Somebody changed the shop since the caller last saw it. */
export type ShopStale = { readonly type: 'shop.stale' };
/** What is changed. `null` clears a field that may be absent. The currency of the books stays. */
export type ShopChanges = {
  readonly [Field in keyof Omit<ShopDetails, 'currency'>]?:
    ShopDetails[Field] | (undefined extends ShopDetails[Field] ? null : never);
};
/** The shop sells in the currency of its books at least. */
export type StoreCurrencyMissing = { readonly type: 'shop.store-currency-missing'; readonly currency: CurrencyCode };
export type ChangeShopCommand = {
  readonly changes: ShopChanges;
  /** What the caller takes for the current details (`If-Match`), if they say so. */
  readonly isExpected?: (standing: ShopDetails) => boolean;
};
export type ChangeShopError = ShopStale | UnknownCurrency | StoreCurrencyMissing | StorageUnavailable;
/** Changes what the shop says of itself. */
export type ChangeShop = (command: ChangeShopCommand) => ResultAsync<ShopDetails, ChangeShopError>;

type Deps = { readonly unitOfWork: UnitOfWork; readonly seller: Seller; readonly storeCurrency: CurrencyCode };

export const makeChangeShop =
  (deps: Deps): ChangeShop =>
  ({ changes, isExpected = () => true }) =>
    checkCurrencies(changes.currencies ?? []).asyncAndThen(() =>
      deps.unitOfWork.run(({ shop }) =>
        shop
          .add(initialDetails(deps))
          .andThen(() => shop.lock())
          .andThen((found) => {
            const standing = found ?? initialDetails(deps);
            if (!isExpected(standing)) return err({ type: 'shop.stale' } as const);
            const { currency } = standing;
            return (changes.currencies ?? [currency]).includes(currency)
              ? ok(standing)
              : err({ type: 'shop.store-currency-missing', currency } as const);
          })
          .andThen((standing) => {
            const next = changed(standing, changes);
            return shop.save(next).map(() => next);
          }),
      ),
    );

function checkCurrencies(currencies: readonly CurrencyCode[]): Result<void, UnknownCurrency> {
  const currency = currencies.find((each) => currencyDecimals(each) === undefined);
  return currency === undefined ? ok(undefined) : err({ type: 'money.unknown-currency', currency });
}

const changed = (details: ShopDetails, changes: ShopChanges): ShopDetails =>
  Object.fromEntries(
    Object.entries({ ...details, ...changes }).filter(([, value]) => value !== null && value !== undefined),
  ) as unknown as ShopDetails;
