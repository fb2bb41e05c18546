/**
 * What each table holds about people, how that is found and how it is erased. Long because every table is listed: a new
 * one does not compile until it is.
 */
import { erasedEmail, type Person } from '@cartwright/application';
import type { OrderId } from '@cartwright/domain';
import { eq, inArray, or, sql, type SQL } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { textArray } from '../connection/storable-text.js';
import * as schema from '../schema.js';

/** Somebody and their orders. */
export type Scope = Person & { readonly orderIds: readonly OrderId[] };

/** A table that holds something about people. */
export type PersonalTable = {
  /** What an export calls its rows. */
  readonly section: string;
  readonly table: PgTable;
  /** The rows of somebody. */
  readonly rows: (scope: Scope) => SQL;
  /** Columns that an export leaves out: they give access, or mean nothing to a person. */
  readonly secrets?: readonly string[];
  /**
   * What an erasure does with the rows; text: why nothing. `with-account`: they go with the row of the account, by a
   * foreign key.
   */
  readonly erasure: 'delete' | 'with-account' | Readonly<Record<string, unknown>> | { readonly kept: string };
};

type TableName = {
  [Name in keyof typeof schema]: (typeof schema)[Name] extends PgTable ? Name : never;
}[keyof typeof schema];

const none = sql`false`;
const ofUser =
  (column: SQL | Parameters<typeof eq>[0]) =>
  ({ userId }: Scope) =>
    userId === undefined ? none : sql`${column} = ${userId}::uuid`;
const ofOrders =
  (column: Parameters<typeof eq>[0]) =>
  ({ orderIds }: Scope) =>
    orderIds.length === 0 ? none : inArray(column as never, [...orderIds]);
const either = (...conditions: readonly SQL[]): SQL => or(...conditions) ?? none;

/** Guests' orders by each spelling of the e-mail, and the customer's own. */
export const ordersOf = ({ userId, emails }: Person): SQL => {
  const { customerId, email } = schema.orders;
  return either(
    userId === undefined ? none : eq(customerId, userId),
    emails.length === 0 ? none : sql`(${customerId} is null and ${email} collate "C" = any(${textArray(emails)}))`,
  );
};

const { carts, idempotencyKeys, orders, orderPricingInputs, outbox, payments, promotionUsage, promotionUses } = schema;
const { refreshTokens, returnRequests, sandboxPayments, accountTokens } = schema;

/** The customer's carts, those that went into them, those that became an order, and guests' carts with the e-mail. */
const cartsOf = ({ userId, emails, orderIds }: Scope): SQL => {
  const own = userId === undefined ? none : eq(carts.customerId, userId);
  return either(
    own,
    userId === undefined
      ? none
      : sql`${carts.merged} ->> 'into' in (select mine.id::text from ${carts} as mine where mine.customer_id = ${userId}::uuid)`,
    orderIds.length === 0
      ? none
      : sql`${carts.id} in (select (${orderPricingInputs.document} #>> '{cart,id}')::uuid from ${orderPricingInputs}
          where ${inArray(orderPricingInputs.orderId, [...orderIds])})`,
    emails.length === 0
      ? none
      : sql`(${carts.customerId} is null and lower(${carts.checkout} ->> 'email') = any(${textArray(emails)}))`,
  );
};

const eventsOf = ({ userId, orderIds }: Scope): SQL => {
  const named = (field: string) => sql`${outbox.event} ->> ${field}`;
  return either(
    orderIds.length === 0 ? none : sql`${named('orderId')} = any(${textArray(orderIds)})`,
    userId === undefined ? none : sql`${named('userId')} = ${userId}`,
    userId === undefined
      ? none
      : sql`${named('tokenId')} in (select ${accountTokens.id}::text from ${accountTokens} where ${accountTokens.userId} = ${userId}::uuid)`,
  );
};

/** A guest's requests are known by the orders that they name. */
const requestsOf = ({ userId, orderIds }: Scope): SQL =>
  either(
    userId === undefined ? none : eq(idempotencyKeys.caller, `user:${userId}`),
    orderIds.length === 0
      ? none
      : sql`(${idempotencyKeys.resourceId} = any(${textArray(orderIds)})
          or ${idempotencyKeys.outcome} like any(${textArray(orderIds.map((id) => `%${id}%`))}))`,
  );

const ofBuyers =
  (column: Parameters<typeof eq>[0]) =>
  ({ buyers }: Scope) =>
    buyers.length === 0 ? none : sql`${column} = any(${textArray(buyers)})`;

const nobody = (reason: string) => ({ holdsNobody: reason }) as const;
const catalogue = nobody('what the shop sells');
const pricing = nobody('what the shop decided about prices');

/** Every table, in the order in which erasing deletes from them: what others are found by comes last. */
export const personalTables = {
  outbox: {
    section: 'events',
    table: outbox,
    rows: eventsOf,
    // An error of a mail server names the recipient.
    erasure: { lastError: null },
  },
  idempotencyKeys: {
    section: 'requests',
    table: idempotencyKeys,
    rows: requestsOf,
    secrets: ['fingerprint', 'outcome'],
    erasure: 'delete',
  },
  carts: { section: 'carts', table: carts, rows: cartsOf, secrets: ['tokenDigest'], erasure: 'delete' },
  // Addresses may name somebody in their query.
  payments: {
    section: 'payments',
    table: payments,
    rows: ofOrders(payments.orderId),
    erasure: { successUrl: null, cancelUrl: null },
  },
  sandboxPayments: {
    section: 'sandboxPayments',
    table: sandboxPayments,
    rows: ({ orderIds }) =>
      orderIds.length === 0 ? none : sql`${sandboxPayments.document} ->> 'orderId' = any(${textArray(orderIds)})`,
    secrets: ['document'],
    erasure: {
      document: sql`case when ${sandboxPayments.document} ? 'successUrl'
        then ${sandboxPayments.document} || '{"successUrl": "", "cancelUrl": ""}' else ${sandboxPayments.document} end`,
    },
  },
  returnRequests: {
    section: 'returns',
    table: returnRequests,
    rows: ofOrders(returnRequests.orderId),
    erasure: { reason: '' },
  },
  promotionUsage: {
    section: 'promotionUsage',
    table: promotionUsage,
    rows: ofBuyers(promotionUsage.buyer),
    erasure: 'delete',
  },
  promotionUses: {
    section: 'promotionUses',
    table: promotionUses,
    rows: ofBuyers(promotionUses.buyer),
    erasure: 'delete',
  },
  orders: {
    section: 'orders',
    table: orders,
    rows: ordersOf,
    secrets: ['placedBy', 'reservedUnits'],
    erasure: { kept: 'the application writes them without what they say of their buyer' },
  },
  orderPricingInputs: {
    section: 'pricingInputs',
    table: orderPricingInputs,
    rows: ofOrders(orderPricingInputs.orderId),
    erasure: { kept: 'variants, quantities and ids, by which an order can be priced again' },
  },
  salesFacts: {
    section: 'sales',
    table: schema.salesFacts,
    rows: ofOrders(schema.salesFacts.orderId),
    erasure: { buyer: sql`case when ${schema.salesFacts.buyer} = '' then '' else ${erasedEmail} end` },
  },
  issuedDocuments: {
    section: 'invoices',
    table: schema.issuedDocuments,
    rows: ofOrders(schema.issuedDocuments.orderId),
    secrets: ['pdf', 'contentHash', 'pdfHash'],
    erasure: { kept: 'the law requires invoices; the purge deletes what they say after their retention' },
  },
  addresses: {
    section: 'addresses',
    table: schema.addresses,
    rows: ofUser(schema.addresses.userId),
    erasure: 'with-account',
  },
  reviews: {
    section: 'reviews',
    table: schema.reviews,
    rows: ofUser(schema.reviews.userId),
    erasure: 'with-account',
  },
  comments: {
    section: 'comments',
    table: schema.comments,
    rows: ofUser(schema.comments.userId),
    erasure: 'with-account',
  },
  posts: {
    section: 'posts',
    table: schema.posts,
    rows: ofUser(schema.posts.authorId),
    // What staff wrote is the shop's; only their name goes.
    erasure: { author: 'Staff' },
  },
  wishlistItems: {
    section: 'wishlist',
    table: schema.wishlistItems,
    rows: ofUser(schema.wishlistItems.userId),
    erasure: 'with-account',
  },
  profiles: {
    section: 'profile',
    table: schema.profiles,
    rows: ofUser(schema.profiles.userId),
    erasure: 'with-account',
  },
  sessions: {
    section: 'sessions',
    table: schema.sessions,
    rows: ofUser(schema.sessions.userId),
    erasure: 'with-account',
  },
  secondFactors: {
    section: 'secondFactor',
    table: schema.secondFactors,
    rows: ofUser(schema.secondFactors.userId),
    secrets: ['sealedSecret', 'recoveryDigests'],
    erasure: 'with-account',
  },
  apiKeys: {
    section: 'apiKeys',
    table: schema.apiKeys,
    rows: ofUser(schema.apiKeys.userId),
    secrets: ['digest'],
    erasure: 'with-account',
  },
  refreshTokens: {
    section: 'refreshTokens',
    table: refreshTokens,
    rows: ofUser(refreshTokens.userId),
    secrets: ['digest'],
    erasure: 'with-account',
  },
  accountTokens: {
    section: 'mailedLinks',
    table: accountTokens,
    rows: ofUser(accountTokens.userId),
    erasure: 'with-account',
  },
  knownAddresses: {
    section: 'knownAddresses',
    table: schema.knownAddresses,
    rows: ofUser(schema.knownAddresses.userId),
    erasure: 'with-account',
  },
  auditLog: {
    section: 'auditLog',
    table: schema.auditLog,
    rows: ({ userId }) =>
      userId === undefined ? none : either(eq(schema.auditLog.actorId, userId), eq(schema.auditLog.targetId, userId)),
    erasure: { ip: null },
  },
  users: {
    section: 'user',
    table: schema.users,
    rows: ofUser(schema.users.id),
    secrets: ['passwordHash'],
    erasure: 'delete',
  },
  shop: nobody('the id of the shop'),
  roles: nobody('permissions'),
  customerGroups: nobody('names of groups'),
  categories: catalogue,
  products: catalogue,
  productCounts: catalogue,
  productSearch: catalogue,
  categorySearch: catalogue,
  postSearch: nobody('words of posts'),
  postWords: nobody('words of posts'),
  searchWords: catalogue,
  productCategories: catalogue,
  boughtTogether: catalogue,
  awaitedImages: catalogue,
  variants: catalogue,
  variantPrices: catalogue,
  priceChanges: catalogue,
  digitalFiles: catalogue,
  stock: catalogue,
  orderedVariants: catalogue,
  backtests: nobody('sums of orders, and the id of who asked'),
  reportFiles: nobody('which report, and the id of who asked; its file is deleted after a day'),
  imports: nobody('products that staff uploaded, and the id of who did'),
  priceLists: pricing,
  priceListEntries: pricing,
  promotions: pricing,
  pricingRuleSets: pricing,
  shippingMethods: pricing,
  pricingSettings: pricing,
  appliedPromotions: nobody('sums of orders'),
  promotionCodes: nobody('codes, and the orders that took them'),
  stockMovements: nobody('quantities, with ids of orders and of staff'),
  shipments: nobody('ids of parcels and their orders'),
  documentCounters: nobody('how many invoices and credit notes there are'),
  inbox: nobody('ids of events'),
  events: nobody('ids and amounts of orders'),
  webhooks: nobody('addresses of other systems'),
  webhookDeliveries: nobody('ids and amounts of orders'),
  eventsDeleted: nobody('a position in the feed'),
  productMirrorRuns: nobody('how far runs are, and the id of who asked'),
  writtenVariants: nobody('ids of products at the payment provider'),
  reconciliations: nobody('references of payments, and the id of who asked'),
  schedules: nobody('when jobs ran'),
  jobStates: nobody('when jobs ran, and which are paused'),
  failedJobs: nobody('payloads of ids'),
  replicationHeartbeats: nobody('one time'),
  sandboxEvents: nobody('references of payments'),
  erasures: nobody('ids and digests, so that a repeat is recognised and mails are found'),
} as const satisfies Readonly<Record<TableName, PersonalTable | { readonly holdsNobody: string }>>;

/** Those that hold something about people. */
export const tablesWithPeople: readonly PersonalTable[] = (
  Object.values(personalTables) as (PersonalTable | { readonly holdsNobody: string })[]
).flatMap((each) => ('section' in each ? [each] : []));
