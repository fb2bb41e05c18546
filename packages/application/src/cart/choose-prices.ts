import {
  choosePrice,
  type Cart,
  type CurrencyCode,
  type CustomerGroup,
  type PriceEntry,
  type PriceList,
  type VariantId,
} from '@cartwright/domain';
import { ok, Result } from 'neverthrow';
import { customerGroupsOf } from '../identity/customer-groups.js';
import { fromDomain } from '../from-domain.js';
import type { CatalogueItem } from '../ports/repositories/catalogue-records.js';
import type { PricingFacts } from './pricing-facts.js';

/** The variant has no price in the currency that applies. */
export type NoPrice = {
  readonly type: 'pricing.no-price';
  readonly variantId: VariantId;
  readonly currency: CurrencyCode;
};

/** The groups of the customer that prices and promotions are for. */
export const groupsOf = ({ user, groups }: Pick<PricingFacts, 'user' | 'groups'>): readonly CustomerGroup[] =>
  groups ?? (user === undefined ? ['guest'] : customerGroupsOf(user));

/**
 * The price of each line, chosen by its quantity and the customer's groups.
 *
 * The domain refuses a tax class that has no rate, so that nothing is sold untaxed by a slip. A shop without any tax
 * rules has decided to charge none, although its catalogue may well have classes (imports bring them): only there they
 * are left out. Under rules a class that these do not know is still refused.
 */
export function choosePrices(facts: PricingFacts, { currency, lines }: Cart): Result<PriceList, NoPrice> {
  const { items, rules, at } = facts;
  const groups = groupsOf(facts);
  const isTaxed = rules.taxZones !== undefined;
  const priceOf = (variantId: VariantId, quantity: number, item: CatalogueItem): Result<PriceEntry, NoPrice> => {
    const { offers, taxClass, productId, categoryIds, digital } = item;
    return fromDomain(choosePrice(offers, { currency, groups, quantity, at }))
      .map(({ price }) => ({
        unitPrice: price,
        productId,
        categoryIds,
        digital,
        ...(isTaxed && taxClass !== undefined ? { taxClass } : {}),
      }))
      .mapErr(() => ({ type: 'pricing.no-price', variantId, currency }));
  };
  return Result.combine(
    lines.map(({ variantId, quantity }) => {
      const item = items.get(variantId);
      return item === undefined
        ? ok([])
        : priceOf(variantId, quantity, item).map((entry) => [[variantId, entry] as const]);
    }),
  ).map((entries) => Object.fromEntries(entries.flat()));
}

/**
 * A cart without the lines that are not charged: those of variants that the shop no longer sells, or that have no price
 * for this customer any more.
 */
export function partOnSale(facts: PricingFacts, cart: Cart): Cart {
  const { items, at } = facts;
  const groups = groupsOf(facts);
  return {
    ...cart,
    lines: cart.lines.filter(({ variantId, quantity }) => {
      const item = items.get(variantId);
      return item?.onSale === true && choosePrice(item.offers, { currency: cart.currency, groups, quantity, at }).ok;
    }),
  };
}
