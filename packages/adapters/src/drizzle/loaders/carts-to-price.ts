import {
  usageByPromotion,
  type CatalogueItem,
  type CurrentPricing,
  type PricingRules,
  type ReadRepositories,
  type StoredCart,
  type StoredUser,
} from '@cartwright/application';
import type { CurrencyCode, VariantId } from '@cartwright/domain';
import { eq, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
import { okAsync, ResultAsync } from 'neverthrow';
import { storedOf } from '../repositories/cart-records.js';
import { categoryIdsOf, itemOf, type ItemRow } from '../repositories/catalogue-records.js';
import type { Database } from '../connection/database.js';
import { leasedBatches } from './leased-batches.js';
import { countersOf, rulesColumns, rulesOf, type RulesRow } from '../repositories/pricing-records.js';
import { counterOf, type CounterRow } from '../repositories/promotion-usage-records.js';
import { noLeases, type ReadLeases } from './read-leases.js';
import { carts, products, promotionUsage, stock, users, variants } from '../schema.js';
import { isUuid } from '../connection/storable-text.js';

/** A cart, and of the same moment what it is priced by for the customer whose it is. */
type CartToPrice = {
  readonly stored: StoredCart;
  readonly items: ReadonlyMap<VariantId, CatalogueItem>;
  readonly current: CurrentPricing;
  /** Absent for a guest's cart, and for one whose customer is gone. */
  readonly user?: StoredUser;
};
type FoundCart = {
  readonly cart: typeof carts.$inferSelect;
  readonly user: typeof users.$inferSelect | null;
  readonly items: readonly ItemRow[];
  readonly counters: readonly CounterRow[];
};
type FoundRules = RulesRow & { readonly counters: readonly CounterRow[] };
/** What everybody's cart is priced by. */
type DecidedRules = { readonly rules: PricingRules; readonly counters: readonly CounterRow[] };
type FindToPrice = (cartId: string) => Promise<CartToPrice | undefined>;

/** One under way at a time: so most ask together. It reads a few rows by their keys and waits for nobody. */
const limits = { atOnce: 1, most: 64 };
/** So many may be looked at again and again at one time; of the largest, of 500 lines, 20 MB. */
const cartsKept = 64;

/**
 * Finds carts with what they are priced by; all who ask in one moment share one statement. While a lease of one holds, the very
 * object is answered again, and the database is not asked (ADR 0028); and after it, where the same was found again.
 */
export function makeCartsToPrice(db: Database, currency: CurrencyCode, leases: ReadLeases = noLeases): FindToPrice {
  const statement = prepareStatement(db);
  // Who changes a cart looks at it once.
  const { toRules, toFacts } = leases === noLeases ? madeAnew : rememberFacts();
  return leasedBatches<CartToPrice>(leases, limits, async (ids) => {
    const wanted = ids.map((id, place) => ({ place, id: isUuid(id) ? id : null }));
    const rows = await statement.execute({ wanted: JSON.stringify(wanted) });
    const found = rows.find(({ rules }) => rules !== null)?.rules;
    if (found === null || found === undefined) throw new Error('the first row has the rules');
    const decided = toRules(found);
    const answers = new Map<string, CartToPrice>();
    for (const { place, cart, user, items, counters } of rows) {
      if (cart !== null) answers.set(ids[place] ?? '', toFacts({ cart, user, items, counters }, decided, currency));
    }
    return answers;
  }).read;
}

const rulesFound = ({ counters, ...tables }: FoundRules): DecidedRules => ({ rules: rulesOf(tables), counters });

function factsOf(
  { cart, user, items, counters }: FoundCart,
  decided: DecidedRules,
  currency: CurrencyCode,
): CartToPrice {
  return {
    stored: storedOf(cart),
    items: new Map(items.map((row) => [row.variantId, itemOf(row, currency)])),
    current: {
      rules: decided.rules,
      promotionUsage: usageByPromotion([...decided.counters, ...counters].map(counterOf)),
    },
    ...(user === null ? {} : { user }),
  };
}

/** Rules and facts of what a statement found, made anew each time. */
const madeAnew = { toRules: rulesFound, toFacts: factsOf };

/** Answers the very objects of the last time where the same was found: whoever has made something of them need not do so again. */
function rememberFacts(): typeof madeAnew {
  let last: { readonly text: string; readonly decided: DecidedRules } | undefined;
  const kept = new LRUCache<
    string,
    { readonly text: string; readonly decided: DecidedRules; readonly facts: CartToPrice }
  >({ max: cartsKept });
  return {
    toRules: (found) => {
      const text = JSON.stringify(found);
      if (last?.text !== text) last = { text, decided: rulesFound(found) };
      return last.decided;
    },
    toFacts: (row, decided, currency) => {
      const text = JSON.stringify(row);
      const seen = kept.get(row.cart.id);
      if (seen?.text === text && seen.decided === decided) return seen.facts;
      const facts = factsOf(row, decided, currency);
      kept.set(row.cart.id, { text, decided, facts });
      return facts;
    },
  };
}

/** `offset 0`: each line's few rows are fetched by their keys, whatever share of a small shop's tables they are. */
function prepareStatement(db: Database) {
  const variantIds = sql`array(
    select (line ->> 'variantId')::uuid from jsonb_array_elements(${carts.lines}) as line
    where line ->> 'variantId' ~* '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$'
  )`;
  return db
    .select({
      place: sql<number>`wanted.place`,
      cart: carts,
      user: users,
      items: sql<readonly ItemRow[]>`(
        select coalesce(jsonb_agg(jsonb_build_object(
          'variantId', ${variants.id}, 'productId', ${variants.productId}, 'sku', ${variants.sku}, 'variantName', ${variants.name},
          'price', ${variants.price}, 'digital', ${variants.digital}, 'taxClass', ${variants.taxClass}, 'productName', product.name,
          'status', product.status, 'available', counted.available, 'categoryIds', ${categoryIdsOf(sql`${variants.productId}`)}
        )), '[]')
        from ${variants}
        cross join lateral (select ${products.name}, ${products.status} from ${products} where ${products.id} = ${variants.productId} offset 0) as product
        left join lateral (select ${stock.available} from ${stock} where ${stock.variantId} = ${variants.id} offset 0) as counted on true
        where ${variants.id} = any(${variantIds})
      )`,
      counters: countersOf(sql`${promotionUsage.buyer} = ${carts.customerId}::text`),
      // The same for all: with the first row alone.
      rules: sql<FoundRules | null>`case when wanted.place = 0 then jsonb_build_object(
        'promotions', ${rulesColumns.promotions}, 'shippingMethods', ${rulesColumns.shippingMethods},
        'minimumOrderRules', ${rulesColumns.minimumOrderRules}, 'tax', ${rulesColumns.tax},
        'counters', ${countersOf(eq(promotionUsage.buyer, ''))}
      ) end`,
    })
    .from(sql`jsonb_to_recordset(${sql.placeholder('wanted')}::jsonb) as wanted (place integer, id uuid)`)
    .leftJoinLateral(
      db
        .select()
        .from(carts)
        .where(eq(carts.id, sql`wanted.id`))
        .limit(1)
        .as('carts'),
      sql`true`,
    )
    .leftJoinLateral(
      db
        .select()
        .from(users)
        .where(eq(users.id, sql`carts.customer_id`))
        .limit(1)
        .as('users'),
      sql`true`,
    )
    .prepare('carts_to_price');
}

/**
 * The repositories of one reading. A cart that it finds brings what it is priced by, which is not read again; what is asked
 * beyond that, such as by somebody who looks at another's cart or for the number of their orders, is.
 */
export function withCartFacts(reading: ReadRepositories, findToPrice: FindToPrice): ReadRepositories {
  let facts: CartToPrice | undefined;
  const find = async (id: string): Promise<StoredCart | undefined> => {
    facts = await findToPrice(id);
    return facts?.stored;
  };
  const isOf = (customerId: string | undefined): boolean =>
    facts !== undefined && facts.stored.cart.customerId === customerId;
  return {
    ...reading,
    carts: { ...reading.carts, find: (id) => ResultAsync.fromSafePromise(find(id)) },
    catalogue: {
      ...reading.catalogue,
      items: (ids) =>
        facts !== undefined && ids.length === facts.items.size && ids.every((id) => facts?.items.has(id))
          ? okAsync(facts.items)
          : reading.catalogue.items(ids),
    },
    pricing: {
      ...reading.pricing,
      current: (buyer) =>
        facts !== undefined && isOf(buyer) ? okAsync(facts.current) : reading.pricing.current(buyer),
    },
    users: { ...reading.users, byId: (id) => (facts?.user?.id === id ? okAsync(facts.user) : reading.users.byId(id)) },
  };
}
