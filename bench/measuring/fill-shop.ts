import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { uuidIds } from '@cartwright/adapters/system/uuid-ids';
import {
  addToCart,
  createCart,
  placeOrder,
  priceCart,
  recordPayment,
  type Decision,
  type Order,
  type Promotion,
} from '@cartwright/domain';
import postgres from 'postgres';

export type ShopSize = { readonly products: number; readonly orders: number };
export type FilledShop = {
  readonly size: ShopSize;
  readonly variantIds: readonly string[];
  readonly slugs: readonly string[];
  readonly customerIds: readonly string[];
};

const categories = 20;
/** The same in every shop, so that the histories of a large and a small shop compare. */
export const ordersPerCustomer = 20;
/** Enough for each buyer and reader to have an account. */
const fewestCustomers = 128;
const stockEach = 1_000_000_000;
const price = { amount: 1500, currency: 'USD' } as const;
const dayMs = 86_400_000;

/** Ten percent off every order, so that pricing has a promotion to apply. */
const promotion: Promotion = {
  id: 'ten-percent',
  name: 'Ten percent off',
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
};

/** Sends everything everywhere without charge. */
const post = {
  id: 'post',
  name: 'Post',
  zones: [{ countries: [] }],
  charges: [{ type: 'flat', amount: { amount: 0, currency: 'USD' } }],
} as const;

/**
 * Fills a migrated database by COPY: products with one variant each in categories, customers, and paid orders of three
 * lines over the past eleven months. Ends with ANALYZE. With `orders: 0` all tables of carts and orders stay empty.
 */
export async function fillShop(databaseUrl: string, size: ShopSize): Promise<FilledShop> {
  const sql = postgres(databaseUrl, { max: 1, onnotice: () => undefined });
  const now = Date.now();
  const at = new Date(now).toISOString();
  const ids = (count: number): readonly string[] => Array.from({ length: count }, () => uuidIds.next());
  const productIds = ids(size.products);
  const variantIds = ids(size.products);
  const categoryIds = ids(categories);
  const customerIds = ids(Math.max(fewestCustomers, Math.ceil(size.orders / ordersPerCustomer)));
  const slugs = productIds.map((_, index) => `product-${index}`);
  const nameOf = (index: number): string => `Product ${index} ${words[index % words.length]}`;

  await copy(sql, 'users (id, email, name, role, password_hash, created_at)', customerIds, (id, index) => [
    id,
    `customer-${index}@example.com`,
    `Customer ${index}`,
    'customer',
    'none',
    at,
  ]);
  // Each customer is signed in: the session has the customer's id.
  const later = new Date(now + 30 * dayMs).toISOString();
  await copy(sql, 'sessions (id, user_id, created_at, last_used_at, expires_at)', customerIds, (id) => [
    id,
    id,
    at,
    at,
    later,
  ]);
  await copy(sql, 'categories (id, slug, name)', categoryIds, (id, index) => [
    id,
    `category-${index}`,
    `Category ${index}`,
  ]);
  await copy(
    sql,
    'products (id, slug, name, description, status, images, lowest_price, created_at, updated_at)',
    productIds,
    (id, index) => {
      const created = new Date(now - index * 1000).toISOString();
      return [
        id,
        slugs[index] ?? '',
        nameOf(index),
        `What ${nameOf(index)} is good for, in a sentence or two of plain words.`,
        'active',
        '[]',
        price.amount + (index % 997),
        created,
        created,
      ];
    },
  );
  await copy(sql, 'product_categories (product_id, category_id, position)', productIds, (id, index) => [
    id,
    categoryIds[index % categories] ?? '',
    0,
  ]);
  await copy(sql, 'variants (id, product_id, sku, name, price, digital)', variantIds, (id, index) => [
    id,
    productIds[index] ?? '',
    `SKU-${index}`,
    '',
    price.amount + (index % 997),
    'f',
  ]);
  await copy(sql, 'stock (variant_id, available)', variantIds, (id) => [id, stockEach]);
  const templates = orderTemplates(variantIds);
  // In a small shop some customers have no orders.
  const customersWithOrders = Math.ceil(size.orders / ordersPerCustomer);
  await copy(
    sql,
    'orders (id, number, customer_id, email, status, payment_status, total, currency, placed_at, version, document)',
    ids(size.orders),
    (id, index) => {
      const customer = index % customersWithOrders;
      const placedAt = new Date(now - Math.floor((index / size.orders) * 330 * dayMs)).toISOString();
      const template = templates[index % templates.length] ?? templates[0];
      if (template === undefined) throw new Error('there is no order to copy');
      const { order, json } = template;
      const number = `B${String(index).padStart(9, '0')}`;
      const document = json
        .replace('ORDER-ID', id)
        .replace('ORDER-NUMBER', number)
        .replace('CUSTOMER-ID', customerIds[customer] ?? '')
        .replaceAll(templateInstant, placedAt);
      return [
        id,
        number,
        customerIds[customer] ?? '',
        `customer-${customer}@example.com`,
        order.status,
        order.paymentStatus,
        order.pricing.total.amount,
        'USD',
        placedAt,
        2,
        document,
      ];
    },
  );
  await sql`INSERT INTO promotions (id, document) VALUES (${promotion.id}, ${sql.json(promotion)})`;
  await sql`INSERT INTO shipping_methods (id, position, document) VALUES (${post.id}, 0, ${sql.json(post)})`;
  await sql`VACUUM ANALYZE`;
  await sql.end();
  return { size, variantIds, slugs, customerIds };
}

const words = ['of oak', 'in red', 'for two', 'with a handle', 'of glass', 'from the north', 'in linen'];

type Value = string | number;

/** COPY in its text form; a backslash, a tab and a line's end are the only bytes that mean something there. */
async function copy<Row>(
  sql: postgres.Sql,
  into: string,
  rows: readonly Row[],
  valuesOf: (row: Row, index: number) => readonly Value[],
): Promise<void> {
  const target = await sql.unsafe(`COPY ${into} FROM STDIN`).writable();
  const lines = function* (): Generator<string> {
    let buffer = '';
    for (const [index, row] of rows.entries()) {
      buffer += `${valuesOf(row, index).map(escaped).join('\t')}\n`;
      if (buffer.length > 65_536) {
        yield buffer;
        buffer = '';
      }
    }
    yield buffer;
  };
  const closed = once(target, 'close');
  await pipeline(Readable.from(lines()), target);
  await closed;
}

const escaped = (value: Value): string =>
  typeof value === 'number'
    ? `${value}`
    : value.replaceAll('\\', '\\\\').replaceAll('\t', '\\t').replaceAll('\n', '\\n');

const templateInstant = '2026-01-02T03:04:05.678Z';

/** Orders as the domain makes them, paid, with ids that are replaced in each copy. */
function orderTemplates(variantIds: readonly string[]): readonly { readonly order: Order; readonly json: string }[] {
  return Array.from({ length: 50 }, (_, number) => {
    const lines = [0, 1, 2].map((line) => variantIds[(number * 7 + line * 3) % variantIds.length] ?? '');
    let cart = accepted(createCart({ id: 'cart', currency: 'USD', customerId: 'CUSTOMER-ID' }));
    for (const line of lines) cart = accepted(addToCart(cart, line, 1));
    const pricing = accepted(
      priceCart({
        cart,
        prices: Object.fromEntries(
          lines.map((line) => [line, { unitPrice: price, productId: line, categoryIds: [], digital: false }]),
        ),
        customer: { id: 'CUSTOMER-ID', groups: ['regular'], orderCount: 1 },
        promotions: [promotion],
        shipping: { method: 'standard', charge: { amount: 500, currency: 'USD' } },
        at: templateInstant,
      }),
    );
    const placed = accepted(
      placeOrder(pricing, {
        id: 'ORDER-ID',
        number: 'ORDER-NUMBER',
        customerId: 'CUSTOMER-ID',
        email: 'customer@example.com',
        descriptions: Object.fromEntries(lines.map((line) => [line, { name: 'Product of a former time', sku: 'SKU' }])),
        shippingAddress,
        at: templateInstant,
      }),
    );
    const { order } = accepted(
      recordPayment(placed.order, {
        provider: 'sandbox',
        reference: 'sbx_pay',
        amount: pricing.total,
        at: templateInstant,
      }),
    );
    return { order, json: JSON.stringify(order) };
  });
}

export const shippingAddress = {
  fullName: 'Grace Buyer',
  line1: '1 Market Street',
  city: 'London',
  postalCode: 'EC1A 1AA',
  country: 'GB',
};

function accepted<T>(decision: Decision<T, { readonly type: string }>): T {
  if (!decision.ok) throw new Error(decision.error.type);
  return decision.value;
}
