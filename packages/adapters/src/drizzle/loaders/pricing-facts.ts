import {
  usageByPromotion,
  withCodes,
  type CatalogueItem,
  type PricingFactsQuery,
  type SavedAddress,
  type StoredPricingFacts,
  type UnpaidOrders,
} from '@cartwright/application';
import type { CurrencyCode, VariantId } from '@cartwright/domain';
import { asc, eq, inArray, sql } from 'drizzle-orm';
import { unindexed, type Database } from '../connection/database.js';
import { preparedOnce } from '../connection/prepared-statement.js';
import { isStorable, isUuid, uuidOrNull } from '../connection/storable-text.js';
import { storedOf } from '../repositories/cart-records.js';
import { itemColumns, itemOf, itemTables, type ItemRow } from '../repositories/catalogue-records.js';
import { countersOf, rulesColumns, rulesOf, type RulesRow } from '../repositories/pricing/pricing-records.js';
import { counterOf, type CounterRow } from '../repositories/pricing/promotion-usage-records.js';
import { storedUserOf } from '../repositories/identity/user-records.js';
import {
  addresses,
  carts,
  orders,
  priceListEntries,
  priceLists,
  promotionCodes,
  promotions,
  promotionUsage,
  users,
  variantPrices,
} from '../schema.js';

/** Rules, with the counters of everybody's uses. They are the same for all queries of a batch. */
type FoundRules = RulesRow & { readonly counters: readonly CounterRow[] };

/**
 * Loads carts with everything that they are priced by, any number of them in one statement.
 *
 * @returns the facts of each query, in the order of the queries
 */
export async function pricingFactsOf(
  db: Database,
  queries: readonly PricingFactsQuery[],
  currency: CurrencyCode,
): Promise<readonly StoredPricingFacts[]> {
  const wanted = queries.map(
    (
      { cart, currency: asked, variantIds = [], couponCodes = [], userId, addressIds = [], buyer, placedBy },
      ordinal,
    ) => ({
      ordinal,
      cart_id: cart !== undefined && 'id' in cart ? uuidOrNull(cart.id) : null,
      open_cart_of: cart !== undefined && 'openOf' in cart ? uuidOrNull(cart.openOf) : null,
      open_in: cart !== undefined && 'openOf' in cart ? (cart.currency ?? null) : null,
      currency: asked ?? null,
      variant_ids: variantIds.filter(isUuid),
      coupon_codes: couponCodes.filter(isStorable),
      user_id: uuidOrNull(userId),
      address_ids: addressIds.filter(isUuid),
      buyer: buyer ?? null,
      placed_by: placedBy ?? null,
    }),
  );
  const rows = await statement(db).execute({ wanted: JSON.stringify(wanted) });
  const found = rows.find(({ rules }) => rules !== null)?.rules;
  if (found === null || found === undefined) throw new Error('the first row has the rules');
  const { counters: everybody, ...tables } = found;
  const rules = rulesOf(tables);
  return [...rows]
    .sort((left, right) => left.ordinal - right.ordinal)
    .map(({ cart, user, addresses: book, items, counters, codes, orderCount, unpaid, isCurrencySold }) => ({
      ...(cart === null ? {} : { cart: storedOf(cart) }),
      items: new Map<VariantId, CatalogueItem>(items.map((row) => [row.variantId, itemOf(row, currency)])),
      rules,
      ...(isCurrencySold === null ? {} : { isCurrencySold }),
      promotionUsage: withCodes(usageByPromotion([...everybody, ...counters].map(counterOf)), codes),
      ...(user === null ? {} : { user: storedUserOf(user) }),
      addresses: book,
      orderCount: orderCount ?? 0,
      unpaid: unpaid ?? { orders: 0, units: 0 },
    }));
}

/** The same for a single query. */
export async function pricingFactsFor(
  db: Database,
  query: PricingFactsQuery,
  currency: CurrencyCode,
): Promise<StoredPricingFacts> {
  const [facts] = await pricingFactsOf(db, [query], currency);
  if (facts === undefined) throw new Error('each query has facts');
  return facts;
}

const itemMembers = sql.join(
  Object.entries(itemColumns).map(([name, column]) => sql`${sql.raw(`'${name}'`)}, ${column}`),
  sql`, `,
);

/** `limit 1`: the row is looked up by its key, whatever share of a small shop's table it is. */
const statement = preparedOnce((db) => {
  const wantedVariants = sql`(
    select (line ->> 'variantId')::uuid as id from jsonb_array_elements(${carts.lines}) as line
    where line ->> 'variantId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
    union select wanted_id::uuid from jsonb_array_elements_text(wanted.variant_ids) as wanted_id
  ) as wanted_variant`;
  const isForFirstOrders = sql`exists (
    select from ${promotions} where ${promotions.document} -> 'conditions' -> 'firstOrder' = 'true'
  )`;
  const cart = db
    .select()
    .from(carts)
    .where(eq(carts.id, sql`wanted.cart_id`))
    .unionAll(
      db
        .select()
        .from(carts)
        .where(
          sql`${carts.customerId} = wanted.open_cart_of and ${carts.status} = 'open'
            and (wanted.open_in is null or ${unindexed(carts.currency)} = wanted.open_in)`,
        )
        .orderBy(sql`${carts.updatedAt} desc`),
    )
    .limit(1)
    .as('carts');
  const user = db
    .select()
    .from(users)
    .where(eq(users.id, sql`wanted.user_id`))
    .limit(1)
    .as('users');
  return db
    .select({
      ordinal: sql<number>`wanted.ordinal`,
      cart: carts,
      user: users,
      items: sql<readonly ItemRow[]>`(
        select coalesce(json_agg(json_build_object(${itemMembers})), '[]')
        from ${wantedVariants} ${itemTables(sql`wanted_variant.id`)}
      )`,
      isCurrencySold: sql<boolean | null>`case when wanted.currency is not null then exists (
        select from ${variantPrices} where ${variantPrices.currency} = wanted.currency
      ) or exists (
        select from ${priceLists} join ${priceListEntries} on ${priceListEntries.listId} = ${priceLists.id}
        where ${priceLists.currency} = wanted.currency
      ) end`,
      addresses: sql<readonly SavedAddress[]>`case when wanted.user_id is null then '[]' else (
        select coalesce(json_agg(json_build_object(
          'id', ${addresses.id}, 'address', ${addresses.address}, 'isDefault', ${addresses.isDefault}
        ) order by ${addresses.id}), '[]')
        from ${addresses}
        where ${addresses.userId} = wanted.user_id
          and (${addresses.isDefault} or wanted.address_ids ? ${addresses.id}::text)
      ) end`,
      counters: countersOf(sql`${promotionUsage.buyer} = wanted.buyer`),
      codes: sql<readonly { readonly promotionId: string; readonly code: string }[]>`(
        select coalesce(json_agg(json_build_object(
          'promotionId', ${promotionCodes.promotionId}, 'code', ${promotionCodes.code}
        ) order by ${promotionCodes.code} collate "C"), '[]')
        from ${promotionCodes}
        where ${promotionCodes.code} = any(array(
          select jsonb_array_elements_text(wanted.coupon_codes || coalesce(${carts.couponCodes}, '[]'))
        )) and ${unindexed(promotionCodes.orderId)} is null
      )`,
      orderCount: sql<number | null>`case when wanted.user_id is not null and ${isForFirstOrders} then (
        select count(*)::integer from ${orders}
        where ${orders.customerId} = wanted.user_id and ${unindexed(orders.status)} <> 'cancelled'
      ) end`,
      unpaid: sql<UnpaidOrders | null>`case when wanted.placed_by is not null then (
        select json_build_object('orders', count(*), 'units', coalesce(sum(${orders.reservedUnits}), 0))
        from ${orders} where ${orders.placedBy} = wanted.placed_by
      ) end`,
      rules: sql<FoundRules | null>`case when wanted.ordinal = 0 then json_build_object(
        'promotions', ${rulesColumns.promotions}, 'shippingMethods', ${rulesColumns.shippingMethods},
        'settings', ${rulesColumns.settings},
        'counters', ${countersOf(eq(promotionUsage.buyer, ''))}
      ) end`,
    })
    .from(
      sql`jsonb_to_recordset(${sql.placeholder('wanted')}::jsonb) as wanted (
        ordinal integer, cart_id uuid, open_cart_of uuid, open_in text, currency text, variant_ids jsonb,
        coupon_codes jsonb, user_id uuid, address_ids jsonb, buyer text, placed_by text
      )`,
    )
    .leftJoinLateral(cart, sql`true`)
    .leftJoinLateral(user, sql`true`)
    .prepare('pricing_facts');
});

/** The same in a transaction, which locks the cart and then the generated codes that it takes. */
export async function lockPricingFacts(
  tx: Database,
  query: PricingFactsQuery,
  currency: CurrencyCode,
): Promise<StoredPricingFacts> {
  const { cart, couponCodes = [] } = query;
  const codes = couponCodes.filter(isStorable);
  if (cart !== undefined && isUuid('id' in cart ? cart.id : cart.openOf)) {
    const isWanted =
      'id' in cart ? eq(carts.id, cart.id) : sql`${carts.customerId} = ${cart.openOf} and ${carts.status} = 'open'`;
    const [locked] = await tx.select({ couponCodes: carts.couponCodes }).from(carts).where(isWanted).for('update');
    codes.push(...(locked?.couponCodes ?? []));
  }
  if (codes.length > 0) {
    const { code } = promotionCodes;
    await tx.select({ code }).from(promotionCodes).where(inArray(code, codes)).orderBy(asc(code)).for('update');
  }
  return pricingFactsFor(tx, query, currency);
}
