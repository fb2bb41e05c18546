import { withCodes, type CatalogueRecords, type PricingFactsReader } from '@cartwright/application';
import type { Tables } from '../store.js';
import { pricingOf } from '../store.js';
import { freeCodesAmong } from './promotion-records.js';
import { usageFor } from './promotion-usage-records.js';

export const pricingFacts = (tables: Tables, catalogue: CatalogueRecords): PricingFactsReader => ({
  facts: ({ cart: wanted, currency, variantIds = [], couponCodes = [], userId, addressIds = [], buyer, placedBy }) => {
    const { addresses, carts, orders, users, holds } = tables;
    const cart =
      wanted === undefined
        ? undefined
        : 'id' in wanted
          ? carts.get(wanted.id)
          : [...carts.values()]
              .filter(
                ({ cart: { customerId, currency: held }, status }) =>
                  customerId === wanted.openOf && status === 'open' && (wanted.currency ?? held) === held,
              )
              .sort((left, right) => (left.updatedAt < right.updatedAt ? 1 : -1))[0];
    const rules = pricingOf(tables);
    const user = userId === undefined ? undefined : users.get(userId);
    const isForFirstOrders = rules.promotions.some(({ conditions }) => conditions?.firstOrder === true);
    const orderCount =
      userId !== undefined && isForFirstOrders
        ? [...orders.values()].filter(({ order }) => order.customerId === userId && order.status !== 'cancelled').length
        : 0;
    const held = [...holds].flatMap(([orderId, hold]) =>
      hold.placedBy === placedBy && orders.get(orderId)?.order.status === 'pending' ? [hold.units] : [],
    );
    const known = [...addresses.values()]
      .filter(({ id, userId: owner, isDefault }) => owner === userId && (isDefault || addressIds.includes(id)))
      .toSorted((left, right) => (left.id < right.id ? -1 : 1))
      .map(({ id, address, isDefault }) => ({ id, address, isDefault }));
    const ids = [...variantIds, ...(cart?.cart.lines.map(({ variantId }) => variantId) ?? [])];
    return catalogue.items(ids).map((items) => ({
      ...(cart === undefined ? {} : { cart }),
      items,
      rules,
      ...(currency === undefined ? {} : { isCurrencySold: isSoldIn(tables, currency) }),
      promotionUsage: withCodes(
        usageFor(tables, buyer),
        freeCodesAmong(tables, [...couponCodes, ...(cart?.cart.couponCodes ?? [])]),
      ),
      ...(user === undefined ? {} : { user }),
      addresses: known,
      orderCount,
      unpaid: { orders: held.length, units: held.reduce((all, units) => all + units, 0) },
    }));
  },
});

const isSoldIn = ({ variants, priceLists }: Tables, currency: string): boolean =>
  [...variants.values()].some(({ prices }) => prices.some(({ price }) => price.currency === currency)) ||
  [...priceLists.values()].some((list) => list.currency === currency && list.prices.length > 0);
