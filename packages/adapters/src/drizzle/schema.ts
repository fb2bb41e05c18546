/**
 * Every table of the shop. Longer than other files because drizzle-kit compares one schema as a whole; each table is
 * what its record file of the same name reads and writes.
 *
 * Conventions: ids are UUIDv7; money is a count of minor units in `bigint`; instants are to the millisecond. Text that
 * is sorted for a reader sorts by code point (`COLLATE "C"`), so that no locale of a server changes a list or breaks a
 * cursor.
 */
import { noCounts, type ImportCounts } from '@cartwright/application';
import type {
  AccountTokenPurpose,
  ApplicationEvent,
  AuditFacts,
  BacktestResult,
  BacktestStatus,
  CategoryTranslation,
  Checkout,
  DocumentContent,
  DocumentKind,
  DeliveryStatus,
  FeedEvent,
  FeedEventType,
  ImportFailure,
  ImportStatus,
  ImportUpload,
  Metadata,
  MovementType,
  CommentStatus,
  PostImage,
  PostStatus,
  PostTranslation,
  ReviewStatus,
  PaymentMethod,
  ProductImage,
  ProductOption,
  ProductStatus,
  ProductTranslation,
  PromotionVisibility,
  ProviderEvent,
  MirrorCounts,
  MirrorDifference,
  MirrorPhase,
  WrittenRecord,
  ReconciliationCounts,
  ReconciliationDifference,
  Permission,
  ReportFileFormat,
  ReportFileStatus,
  RoleName,
  SalesFact,
  ScheduledJobName,
  SharedRules,
  Seo,
  ShippingMethod,
  StoredCart,
  WantedReport,
} from '@cartwright/application';
import type {
  Address,
  CartLine,
  CurrencyCode,
  OrderStatus,
  OrderUnits,
  PaymentStatus,
  PricingInput,
  Promotion,
  TaxReport,
} from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  customType,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
  uniqueIndex,
  uuid,
} from 'drizzle-orm/pg-core';
import type { SandboxPayment } from '../sandbox-payments/sandbox-payment.js';
import { instant } from './connection/instant-column.js';
import { orderDocument } from './connection/order-column.js';

const minorUnits = (name: string) => bigint(name, { mode: 'number' });

/** Words as PostgreSQL indexes them; never read by the shop itself. */
const tsvector = customType<{ data: string }>({ dataType: () => 'tsvector' });

/** Bytes; a driver may return them as a view of a larger buffer. */
const bytes = customType<{ data: Uint8Array; driverData: Uint8Array }>({
  dataType: () => 'bytea',
  fromDriver: (read) => new Uint8Array(read),
  toDriver: (written) => Buffer.from(written),
});

/** The shop itself: one row, made at the first start. */
export const shop = pgTable(
  'shop',
  {
    isOnly: boolean('is_only').primaryKey().default(true),
    /** Names the shop to services that others use as well. */
    id: uuid('id').notNull(),
  },
  (table) => [check('shop_is_only', sql`${table.isOnly}`)],
);

export const users = pgTable(
  'users',
  {
    id: uuid('id').primaryKey(),
    email: text('email').notNull().unique('users_email_unique'),
    name: text('name').notNull(),
    role: text('role').$type<RoleName>().notNull(),
    groups: text('groups').array().notNull().default([]),
    passwordHash: text('password_hash').notNull(),
    createdAt: instant('created_at').notNull(),
    /** Null while the account may be used. */
    disabledAt: instant('disabled_at'),
    /** Null unless somebody was invited and has not accepted. */
    invitedAt: instant('invited_at'),
    /** Null until its owner has used a link that was mailed there. */
    emailVerifiedAt: instant('email_verified_at'),
  },
  (table) => [
    // Staff are few; the index leaves everyone else out.
    index('users_staff')
      .on(table.role)
      .where(sql`${table.role} <> 'customer'`),
  ],
);

/** Customer groups. Users, prices and promotions refer to them by name. */
export const customerGroups = pgTable('customer_groups', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  /** The name in lower case. No two groups differ only by case. */
  key: text('key').notNull().unique('customer_groups_key_unique'),
  version: integer('version').notNull(),
});

/** Roles that the shop defines. */
export const roles = pgTable('roles', {
  name: text('name').primaryKey(),
  /** The name in lower case. No two roles differ only by case. */
  key: text('key').notNull().unique('roles_key_unique'),
  permissions: text('permissions').array().$type<Permission[]>().notNull(),
  version: integer('version').notNull(),
});

/** Keys of programs. What a key is worth depends on its maker, too. */
export const apiKeys = pgTable(
  'api_keys',
  {
    id: uuid('id').primaryKey(),
    name: text('name').notNull(),
    permissions: text('permissions').array().$type<Permission[]>().notNull(),
    digest: text('digest').notNull().unique('api_keys_digest_unique'),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at'),
    /** Written some seconds after a use. */
    lastUsedAt: instant('last_used_at'),
  },
  (table) => [index('api_keys_user').on(table.userId)],
);

/** What an account needs beside its password; it counts once it is confirmed. */
export const secondFactors = pgTable('second_factors', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Encrypted. */
  sealedSecret: text('sealed_secret').notNull(),
  createdAt: instant('created_at').notNull(),
  confirmedAt: instant('confirmed_at'),
  lastStep: integer('last_step'),
  recoveryDigests: text('recovery_digests').array().notNull(),
});

export const sessions = pgTable(
  'sessions',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    createdAt: instant('created_at').notNull(),
    lastUsedAt: instant('last_used_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
    address: text('address'),
    userAgent: text('user_agent'),
  },
  (table) => [index('sessions_user').on(table.userId), index('sessions_expiry').on(table.expiresAt)],
);

/** Links that were mailed. Their secrets are derived from the ids. */
export const accountTokens = pgTable(
  'account_tokens',
  {
    id: uuid('id').primaryKey(),
    purpose: text('purpose').$type<AccountTokenPurpose>().notNull(),
    /** Null where nobody has the address that was given. */
    userId: uuid('user_id').references(() => users.id, { onDelete: 'cascade' }),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('account_tokens_user').on(table.userId), index('account_tokens_expiry').on(table.expiresAt)],
);

/** Where each account was signed in from. It outlives the sessions. */
export const knownAddresses = pgTable(
  'known_addresses',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    address: text('address').notNull(),
    lastSeenAt: instant('last_seen_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.address] }),
    index('known_addresses_by_last_use').on(table.lastSeenAt),
    index('known_addresses_by_address').on(table.address),
  ],
);

/** Acts of staff and events of security. Triggers (see the migration) refuse every change but clearing `ip`. */
export const auditLog = pgTable(
  'audit_log',
  {
    id: uuid('id').primaryKey(),
    at: instant('at').notNull(),
    actorId: text('actor_id'),
    apiKeyId: text('api_key_id'),
    ip: text('ip'),
    action: text('action').notNull(),
    targetType: text('target_type'),
    targetId: text('target_id'),
    before: jsonb('before').$type<AuditFacts>(),
    after: jsonb('after').$type<AuditFacts>(),
  },
  (table) => [
    index('audit_log_by_time').on(table.at.desc().nullsFirst(), table.id),
    index('audit_log_of_actor').on(table.actorId, table.at.desc().nullsFirst(), table.id),
    index('audit_log_of_action').on(table.action, table.at.desc().nullsFirst(), table.id),
    index('audit_log_of_target').on(table.targetId, table.at.desc().nullsFirst(), table.id),
  ],
);

/** Who was erased. It names nobody: `mailboxes` are digests, and none are left after a while. */
export const erasures = pgTable(
  'erasures',
  {
    id: uuid('id').primaryKey(),
    /** Null for guests. */
    userId: uuid('user_id'),
    mailboxes: text('mailboxes').array().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [
    index('erasures_by_time')
      .on(table.at)
      .where(sql`${table.mailboxes} <> '{}'`),
    index('erasures_of_user').on(table.userId),
  ],
);

/** How many documents of each kind were issued: a row that is locked until a number is used. */
export const documentCounters = pgTable('document_counters', {
  kind: text('kind').$type<DocumentKind>().primaryKey(),
  last: integer('last').notNull(),
  lastIssuedAt: instant('last_issued_at').notNull(),
});

/** Invoices and credit notes. A trigger (see the migration) refuses every change but what `pdf` and `content` name. */
export const issuedDocuments = pgTable(
  'issued_documents',
  {
    number: text('number').primaryKey(),
    kind: text('kind').$type<DocumentKind>().notNull(),
    counter: integer('counter').notNull(),
    orderId: uuid('order_id').notNull(),
    /** Of a credit note, what is credited. */
    subject: text('subject'),
    issuedAt: instant('issued_at').notNull(),
    amount: minorUnits('amount').notNull(),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    taxes: jsonb('taxes').$type<readonly TaxReport[]>().notNull(),
    /** Null once its retention is over. `json` keeps the order of the members, and so the PDF. */
    content: json('content').$type<DocumentContent>(),
    /** Null until somebody has read it, and once its retention is over. */
    pdf: bytes('pdf'),
    /** SHA-256 of what was stored. The audit of the books finds a changed byte. */
    contentHash: bytes('content_hash'),
    pdfHash: bytes('pdf_hash'),
  },
  (table) => [
    uniqueIndex('issued_documents_by_counter').on(table.kind, table.counter),
    uniqueIndex('issued_documents_one_invoice')
      .on(table.orderId)
      .where(sql`${table.kind} = 'invoice'`),
    index('issued_documents_of_order').on(table.orderId),
    index('issued_documents_by_issue')
      .on(table.issuedAt)
      .where(sql`${table.content} is not null`),
  ],
);

/** Address books. */
export const addresses = pgTable(
  'addresses',
  {
    id: uuid('id').primaryKey(),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    address: jsonb('address').$type<Address>().notNull(),
    isDefault: boolean('is_default').notNull(),
    createdAt: instant('created_at').notNull(),
  },
  (table) => [
    index('addresses_user').on(table.userId),
    uniqueIndex('addresses_one_default')
      .on(table.userId)
      .where(sql`${table.isDefault}`),
  ],
);

/** What users say of themselves; no row: nothing. */
export const profiles = pgTable('profiles', {
  userId: uuid('user_id')
    .primaryKey()
    .references(() => users.id, { onDelete: 'cascade' }),
  /** Null: unknown. */
  locale: text('locale'),
  marketingConsent: boolean('marketing_consent').notNull(),
  metadata: jsonb('metadata').$type<Metadata>().notNull(),
});

export const refreshTokens = pgTable(
  'refresh_tokens',
  {
    id: uuid('id').primaryKey(),
    /** The session. */
    familyId: uuid('family_id')
      .notNull()
      .references(() => sessions.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    digest: text('digest').notNull().unique('refresh_tokens_digest_unique'),
    expiresAt: instant('expires_at').notNull(),
    usedAt: instant('used_at'),
  },
  (table) => [
    index('refresh_tokens_family').on(table.familyId),
    index('refresh_tokens_user').on(table.userId),
    index('refresh_tokens_expiry').on(table.expiresAt),
  ],
);

export const categories = pgTable(
  'categories',
  {
    id: uuid('id').primaryKey(),
    parentId: uuid('parent_id'),
    slug: text('slug').notNull().unique('categories_slug_unique'),
    name: text('name').notNull(),
    seo: jsonb('seo').$type<Seo>().notNull().default({}),
    translations: jsonb('translations').$type<Readonly<Record<string, CategoryTranslation>>>().notNull().default({}),
    version: integer('version').notNull().default(1),
  },
  (table) => [
    foreignKey({ name: 'categories_parent', columns: [table.parentId], foreignColumns: [table.id] }),
    unique('categories_name_unique').on(table.parentId, table.name).nullsNotDistinct(),
  ],
);

export const products = pgTable(
  'products',
  {
    id: uuid('id').primaryKey(),
    slug: text('slug').notNull().unique('products_slug_unique'),
    name: text('name').notNull(),
    description: text('description').notNull(),
    status: text('status').$type<ProductStatus>().notNull(),
    images: jsonb('images').$type<readonly ProductImage[]>().notNull(),
    /** Of its cheapest variant, stored here because lists sort by it; `noPrice` while it has none. */
    lowestPrice: minorUnits('lowest_price').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
    /** Null: seen at once. */
    publishAt: instant('publish_at'),
    featured: boolean('featured').notNull().default(false),
    brand: text('brand'),
    tags: text('tags').array().notNull().default([]),
    options: jsonb('options').$type<readonly ProductOption[]>().notNull().default([]),
    seo: jsonb('seo').$type<Seo>().notNull().default({}),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    translations: jsonb('translations').$type<Readonly<Record<string, ProductTranslation>>>().notNull().default({}),
    version: integer('version').notNull().default(1),
    /** Units of orders that were paid. */
    unitsSold: bigint('units_sold', { mode: 'number' }).notNull().default(0),
    /** The average of its ratings in hundredths of a star; 0 while nobody has rated it. */
    rating: integer('rating').notNull().default(0),
    ratingCount: integer('rating_count').notNull().default(0),
  },
  (table) => [
    // Shoppers' lists read these in order, one index a sort key, and stop after a page.
    index('products_by_creation')
      .on(table.createdAt.desc().nullsFirst(), table.id)
      .where(sql`${table.status} = 'active'`),
    index('products_by_price')
      .on(table.lowestPrice, table.id)
      .where(sql`${table.status} = 'active'`),
    index('products_by_name')
      .on(sql`${table.name} collate "C"`, table.id)
      .where(sql`${table.status} = 'active'`),
    index('products_by_popularity')
      .on(table.unitsSold, table.id)
      .where(sql`${table.status} = 'active'`),
    index('products_by_rating')
      .on(table.rating, table.id)
      .where(sql`${table.status} = 'active'`),
    // Few: those that are active, yet seen later or without a price. `noPrice` written out.
    index('products_hidden')
      .on(table.publishAt)
      .where(
        sql`${table.status} = 'active' and (${table.publishAt} is not null or ${table.lowestPrice} = 9007199254740991)`,
      ),
    index('products_by_brand')
      .on(table.brand)
      .where(sql`${table.status} = 'active' and ${table.brand} is not null`),
    index('products_by_tag').using('gin', table.tags),
    index('products_featured')
      .on(table.createdAt.desc().nullsFirst(), table.id)
      .where(sql`${table.status} = 'active' and ${table.featured}`),
    // Staff's list reads these in order.
    index('products_all_by_creation').on(table.createdAt, table.id),
    // Editors look for parts of names.
    index('products_trigrams').using('gin', table.name.op('gin_trgm_ops'), table.slug.op('gin_trgm_ops')),
    index('products_all_by_name').on(sql`${table.name} collate "C"`, table.id),
  ],
);

/** What buyers say of products, at most one of each by each. A trigger writes the ratings (see the migration). */
export const reviews = pgTable(
  'reviews',
  {
    id: uuid('id').primaryKey(),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    author: text('author').notNull(),
    rating: integer('rating').notNull(),
    title: text('title'),
    text: text('text').notNull(),
    status: text('status').$type<ReviewStatus>().notNull(),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('reviews_of_user').on(table.userId, table.productId),
    index('reviews_of_product').on(table.productId, table.status, table.createdAt, table.id),
    index('reviews_by_status').on(table.status, table.createdAt, table.id),
    index('reviews_by_creation').on(table.createdAt, table.id),
    check('reviews_rating', sql`${table.rating} between 1 and 5`),
  ],
);

/** Articles of the journal. */
export const posts = pgTable(
  'posts',
  {
    id: uuid('id').primaryKey(),
    slug: text('slug').notNull().unique('posts_slug_unique'),
    title: text('title').notNull(),
    body: text('body').notNull(),
    excerpt: text('excerpt'),
    image: jsonb('image').$type<PostImage>(),
    tags: text('tags').array().notNull(),
    author: text('author').notNull(),
    authorId: uuid('author_id').references(() => users.id, { onDelete: 'set null' }),
    status: text('status').$type<PostStatus>().notNull(),
    publishAt: instant('publish_at'),
    translations: jsonb('translations').$type<Readonly<Record<string, PostTranslation>>>().notNull(),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    index('posts_published')
      .on(table.publishAt, table.id)
      .where(sql`${table.status} = 'published'`),
    index('posts_by_creation').on(table.createdAt, table.id),
    index('posts_of_author').on(table.authorId),
    check('posts_published_date', sql`${table.status} <> 'published' or ${table.publishAt} is not null`),
  ],
);

/** Comments of users on posts. */
export const comments = pgTable(
  'comments',
  {
    id: uuid('id').primaryKey(),
    postId: uuid('post_id')
      .notNull()
      .references(() => posts.id, { onDelete: 'cascade' }),
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    author: text('author').notNull(),
    text: text('text').notNull(),
    status: text('status').$type<CommentStatus>().notNull(),
    version: integer('version').notNull(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    // A double click writes one comment.
    uniqueIndex('comments_once').on(table.userId, table.postId, sql`md5(${table.text})`),
    index('comments_of_post').on(table.postId, table.status, table.createdAt, table.id),
    index('comments_by_status').on(table.status, table.createdAt, table.id),
    index('comments_by_creation').on(table.createdAt, table.id),
    index('comments_rejected')
      .on(table.updatedAt)
      .where(sql`${table.status} = 'rejected'`),
  ],
);

/** What published posts are found by, as `product_search` for products; written by a trigger on `posts`. */
export const postSearch = pgTable(
  'post_search',
  {
    postId: uuid('post_id')
      .primaryKey()
      .references(() => posts.id, { onDelete: 'cascade' }),
    words: tsvector('words').notNull(),
    title: tsvector('title').notNull(),
    nameLength: integer('name_length').notNull(),
  },
  (table) => [index('post_search_words').using('gin', table.words)],
);

/** Words and stems of titles and tags of posts, as `search_words` for products. */
export const postWords = pgTable(
  'post_words',
  {
    word: text('word').primaryKey(),
    deletions: text('deletions').array().notNull(),
  },
  (table) => [
    index('post_words_trigrams').using('gin', table.word.op('gin_trgm_ops')),
    index('post_words_deletions').using('gin', table.deletions),
  ],
);

/** What users want to remember. */
export const wishlistItems = pgTable(
  'wishlist_items',
  {
    userId: uuid('user_id')
      .notNull()
      .references(() => users.id, { onDelete: 'cascade' }),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    addedAt: instant('added_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.variantId] }),
    // A variant that is deleted goes from all lists.
    index('wishlist_items_of_variant').on(table.variantId),
  ],
);

/** Pictures that imports link to and that are still to be fetched. Nobody sees them before. */
export const awaitedImages = pgTable(
  'awaited_images',
  {
    id: uuid('id').primaryKey(),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    url: text('url').notNull(),
    alt: text('alt').notNull(),
    position: integer('position').notNull(),
    variantIds: uuid('variant_ids').array().notNull(),
    importId: uuid('import_id').notNull(),
    line: integer('line').notNull(),
    attempts: integer('attempts').notNull(),
  },
  (table) => [index('awaited_images_of_product').on(table.productId, table.position)],
);

/**
 * The sum of the rows is the number of active products: counting a hundred thousand takes longer than listing twenty.
 * Triggers on `products` update it (see the migration). There are several rows, so that writers do not wait for each
 * other.
 */
export const productCounts = pgTable('product_counts', {
  bucket: integer('bucket').primaryKey(),
  active: bigint('active', { mode: 'number' }).notNull(),
});

/**
 * The search document of each active product. Triggers write it at the end of each transaction that changes the
 * product, its variants or its categories (see the migration). All words are in lower case and without accents.
 */
export const productSearch = pgTable(
  'product_search',
  {
    productId: uuid('product_id')
      .primaryKey()
      .references(() => products.id, { onDelete: 'cascade' }),
    /**
     * Words and stems of all texts; those of the name also as `=word`; `#c` and a category's id; `#o` and the hash of
     * an option with its value.
     */
    words: tsvector('words').notNull(),
    /** Words and stems without those of the description: of the name (A), of the brand (B), others (C). */
    title: tsvector('title').notNull(),
    /** Words in the name. */
    nameLength: integer('name_length').notNull(),
    // What facets count, as in the tables that they come from.
    brand: text('brand'),
    tags: text('tags').array().notNull(),
    categories: uuid('categories').array().notNull(),
    /** Each a JSON array of an option's name and value. */
    options: text('options').array().notNull(),
    /** Of its variants in the store's currency; `noPrice` while it has none. */
    lowestPrice: minorUnits('lowest_price').notNull(),
    highestPrice: minorUnits('highest_price').notNull(),
  },
  (table) => [
    index('product_search_words').using('gin', table.words),
    // Facets and the category tree count products by these columns, by index-only scans.
    index('product_search_by_brand').on(table.brand),
    index('product_search_by_categories').on(table.categories),
  ],
);

/** Words and stems of each category's name and translations; written by a trigger on `categories`. */
export const categorySearch = pgTable('category_search', {
  categoryId: uuid('category_id')
    .primaryKey()
    .references(() => categories.id, { onDelete: 'cascade' }),
  words: tsvector('words').notNull(),
});

/**
 * Words and stems of names, brands, tags and categories: for parts of words and typing errors. Only ever added to. One
 * that no product has any more finds nothing.
 */
export const searchWords = pgTable(
  'search_words',
  {
    word: text('word').primaryKey(),
    /** The word itself, and the word without each one or two of its letters: alike words share one of them. */
    deletions: text('deletions').array().notNull(),
  },
  (table) => [
    index('search_words_trigrams').using('gin', table.word.op('gin_trgm_ops')),
    index('search_words_deletions').using('gin', table.deletions),
  ],
);

/** What sorts after every price. */
export const noPrice = Number.MAX_SAFE_INTEGER;

export const productCategories = pgTable(
  'product_categories',
  {
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    categoryId: uuid('category_id')
      .notNull()
      .references(() => categories.id, { onDelete: 'cascade' }),
    position: integer('position').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.categoryId] }),
    index('product_categories_category').on(table.categoryId, table.productId),
  ],
);

export const variants = pgTable(
  'variants',
  {
    id: uuid('id').primaryKey(),
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    /** Imported variants may share one, or have none: an empty text. */
    sku: text('sku').notNull(),
    name: text('name').notNull(),
    /** In the store's currency; null: it has none in it. Those in other currencies are in `variantPrices`. */
    price: minorUnits('price'),
    digital: boolean('digital').notNull(),
    /** Null: no tax. Its rate is in the tax rules of `pricingSettings`. */
    taxClass: text('tax_class'),
    compareAtPrice: minorUnits('compare_at_price'),
    barcode: text('barcode'),
    options: jsonb('options').$type<Readonly<Record<string, string>>>().notNull().default({}),
    weightGrams: integer('weight_grams'),
    metadata: jsonb('metadata').$type<Metadata>().notNull().default({}),
    image: text('image'),
    lowStockThreshold: integer('low_stock_threshold'),
    /** Among those of its product. */
    position: integer('position').notNull().default(0),
    /** No longer sold. Stays for the orders that name it. */
    archived: boolean('archived').notNull().default(false),
  },
  (table) => [
    index('variants_product').on(table.productId, table.price),
    index('variants_by_price')
      .on(table.price, table.productId)
      .where(sql`not ${table.archived}`),
    index('variants_sku').on(table.sku),
    index('variants_trigrams').using('gin', table.sku.op('gin_trgm_ops')),
    index('variants_barcode')
      .on(table.barcode)
      .where(sql`${table.barcode} is not null`),
  ],
);

/** The base prices of variants in other currencies than the store's. */
export const variantPrices = pgTable(
  'variant_prices',
  {
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    amount: minorUnits('amount').notNull(),
    compareAt: minorUnits('compare_at'),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.currency] }),
    index('variant_prices_by_amount').on(table.currency, table.amount, table.variantId),
  ],
);

/** Each change of a price, when it was made: `amount` is null where the price was taken away. */
export const priceChanges = pgTable(
  'price_changes',
  {
    id: uuid('id').primaryKey(),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    amount: minorUnits('amount'),
    compareAt: minorUnits('compare_at'),
    /** Null for a base price. */
    listId: uuid('list_id'),
    minQuantity: integer('min_quantity'),
    at: instant('at').notNull(),
  },
  (table) => [index('price_changes_of_variant').on(table.variantId, table.currency, table.at)],
);

/** Prices for some customers, quantities or times. `groups`: null for everyone. */
export const priceLists = pgTable('price_lists', {
  id: uuid('id').primaryKey(),
  name: text('name').notNull(),
  currency: text('currency').$type<CurrencyCode>().notNull(),
  groups: jsonb('groups').$type<readonly string[]>(),
  startsAt: instant('starts_at'),
  endsAt: instant('ends_at'),
  priority: integer('priority').notNull().default(0),
  version: integer('version').notNull().default(1),
  createdAt: instant('created_at').notNull(),
});

export const priceListEntries = pgTable(
  'price_list_entries',
  {
    listId: uuid('list_id')
      .notNull()
      .references(() => priceLists.id, { onDelete: 'cascade' }),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    minQuantity: integer('min_quantity').notNull(),
    amount: minorUnits('amount').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.listId, table.variantId, table.minQuantity] }),
    index('price_list_entries_of_variant').on(table.variantId),
  ],
);

/** The variants that some order names: they are archived, never deleted. */
export const orderedVariants = pgTable('ordered_variants', {
  variantId: uuid('variant_id')
    .primaryKey()
    .references(() => variants.id),
});

/** The bytes are a file store's, under `key`. */
export const digitalFiles = pgTable('digital_files', {
  variantId: uuid('variant_id')
    .primaryKey()
    .references(() => variants.id, { onDelete: 'cascade' }),
  key: text('key').notNull(),
  name: text('name').notNull(),
  size: bigint('size', { mode: 'number' }).notNull(),
  uploadedAt: instant('uploaded_at').notNull(),
});

/** Where all stock is, for now. */
export const stockLocation = 'main';

/** Narrow and with free space on each page (see the migration), so that a sale is an update in place. */
export const stock = pgTable(
  'stock',
  {
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    location: text('location').notNull().default(stockLocation),
    available: integer('available').notNull(),
    /**
     * Units that open orders hold. No check: an order of a variant that nobody counted when it was placed must be
     * shippable all the same.
     */
    reserved: integer('reserved').notNull().default(0),
    /** It can be ordered without stock: `available` may be below zero. */
    backorder: boolean('backorder').notNull().default(false),
  },
  (table) => [
    primaryKey({ columns: [table.variantId, table.location] }),
    check('stock_not_negative', sql`${table.available} >= 0 or ${table.backorder}`),
  ],
);

export const stockMovements = pgTable(
  'stock_movements',
  {
    id: uuid('id').primaryKey(),
    variantId: uuid('variant_id')
      .notNull()
      .references(() => variants.id, { onDelete: 'cascade' }),
    type: text('type').$type<MovementType>().notNull(),
    /** Above zero, except of `adjusted`. */
    quantity: integer('quantity').notNull(),
    reason: text('reason').notNull(),
    orderId: uuid('order_id'),
    /** The member of staff who did it. */
    actor: text('actor'),
    at: instant('at').notNull(),
    location: text('location').notNull().default(stockLocation),
  },
  (table) => [
    index('stock_movements_ledger').on(table.variantId, table.at.desc().nullsFirst(), table.id),
    check('stock_movements_signed', sql`${table.quantity} > 0 or ${table.type} = 'adjusted'`),
  ],
);

export const promotions = pgTable('promotions', {
  id: text('id').primaryKey(),
  document: jsonb('document').$type<Promotion>().notNull(),
  /** Null: secret where a code opens it. */
  visibility: text('visibility').$type<PromotionVisibility>(),
  /** Null: it applies to carts. */
  archivedAt: instant('archived_at'),
});

/** Drafts that were tried on the orders of a period. */
export const backtests = pgTable('backtests', {
  id: uuid('id').primaryKey(),
  promotion: jsonb('promotion').$type<Promotion>().notNull(),
  from: instant('from_at').notNull(),
  to: instant('to_at').notNull(),
  status: text('status').$type<BacktestStatus>().notNull(),
  total: integer('total').notNull(),
  processed: integer('processed').notNull(),
  unpriced: integer('unpriced').notNull(),
  /** Null until it is completed. */
  result: jsonb('result').$type<BacktestResult>(),
  requestedBy: text('requested_by').notNull(),
  createdAt: instant('created_at').notNull(),
});

/** Reports that are written to files. */
export const reportFiles = pgTable(
  'report_files',
  {
    id: uuid('id').primaryKey(),
    wanted: jsonb('wanted').$type<WantedReport>().notNull(),
    format: text('format').$type<ReportFileFormat>().notNull(),
    status: text('status').$type<ReportFileStatus>().notNull(),
    requestedBy: text('requested_by').notNull(),
    createdAt: instant('created_at').notNull(),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [index('report_files_expiry').on(table.expiresAt)],
);

/** What reports add up: rows of paid orders and of their refunds. See `salesFactsOf`. */
export const salesFacts = pgTable(
  'sales_facts',
  {
    orderId: uuid('order_id').notNull(),
    kind: text('kind').$type<SalesFact['kind']>().notNull(),
    subject: text('subject').notNull(),
    at: instant('at').notNull(),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    country: text('country').notNull(),
    rate: integer('rate').notNull(),
    quantity: integer('quantity').notNull(),
    amount: minorUnits('amount').notNull(),
    discounts: minorUnits('discounts').notNull(),
    shipping: minorUnits('shipping').notNull(),
    tax: minorUnits('tax').notNull(),
    /** Of a sale, the e-mail of its order. */
    buyer: text('buyer').notNull().default(''),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.kind, table.subject] }),
    // Reports read only this index: a migration includes every column that they sum.
    index('sales_facts_by_day').on(table.kind, table.at),
  ],
);

/** Products that orders have in common, the most frequent of each product. The job `count-sales` writes it. */
export const boughtTogether = pgTable(
  'bought_together',
  {
    productId: uuid('product_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    otherId: uuid('other_id')
      .notNull()
      .references(() => products.id, { onDelete: 'cascade' }),
    /** Recent paid orders that have both. */
    orders: integer('orders').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.productId, table.otherId] }),
    index('bought_together_of_other').on(table.otherId),
  ],
);

/** What each promotion took off each order, for totals. Of cancelled orders there are no rows. */
export const appliedPromotions = pgTable(
  'applied_promotions',
  {
    orderId: uuid('order_id').notNull(),
    promotionId: text('promotion_id').notNull(),
    amount: minorUnits('amount').notNull(),
    currency: text('currency').$type<CurrencyCode>().notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.orderId, table.promotionId] }),
    index('applied_promotions_of_promotion').on(table.promotionId),
  ],
);

/** What orders share of their pricing inputs, by its hash. `json` keeps the order of the members, and so the hash. */
export const pricingRuleSets = pgTable('pricing_rule_sets', {
  hash: text('hash').primaryKey(),
  document: json('document').$type<SharedRules>().notNull(),
});

/** What each order was priced with, besides the rules. */
export const orderPricingInputs = pgTable('order_pricing_inputs', {
  orderId: uuid('order_id').primaryKey(),
  rulesHash: text('rules_hash').notNull(),
  document: json('document').$type<Omit<PricingInput, keyof SharedRules>>().notNull(),
});

/** Generated codes, normalised; each applies its promotion to one order. */
export const promotionCodes = pgTable(
  'promotion_codes',
  {
    code: text('code').primaryKey(),
    promotionId: text('promotion_id').notNull(),
    /** Null while the code is free. */
    orderId: uuid('order_id'),
  },
  (table) => [
    index('promotion_codes_of_order')
      .on(table.orderId)
      .where(sql`${table.orderId} is not null`),
  ],
);

/**
 * The counters of limited promotions. A `buyer` of '' is everybody. Like stock, a row that many orders update in place
 * (see the migration); of a promotion that is gone they stay, so that one of its id cannot be used afresh.
 */
export const promotionUsage = pgTable(
  'promotion_usage',
  {
    promotionId: text('promotion_id').notNull(),
    buyer: text('buyer').notNull(),
    uses: integer('uses').notNull(),
    /** Null, and the currency too, where there was no budget. */
    spent: minorUnits('spent'),
    currency: text('currency').$type<CurrencyCode>(),
  },
  (table) => [
    // By buyer first: each priced cart reads everybody's counters and its buyer's own.
    primaryKey({ columns: [table.buyer, table.promotionId] }),
    check('promotion_usage_not_negative', sql`${table.uses} >= 0 and ${table.spent} >= 0`),
  ],
);

/** What each order has counted, so that exactly that is taken back. */
export const promotionUses = pgTable(
  'promotion_uses',
  {
    orderId: uuid('order_id').notNull(),
    promotionId: text('promotion_id').notNull(),
    buyer: text('buyer').notNull(),
    spent: minorUnits('spent'),
    currency: text('currency').$type<CurrencyCode>(),
  },
  (table) => [primaryKey({ columns: [table.orderId, table.promotionId, table.buyer] })],
);

export const shippingMethods = pgTable('shipping_methods', {
  id: text('id').primaryKey(),
  position: integer('position').notNull(),
  document: jsonb('document').$type<ShippingMethod>().notNull(),
});

/**
 * What the shop has decided as a whole, no row meaning that it has not: `minimum-order-rules` and
 * `tax` (the zones) are lists, `shop` is what it says of itself.
 */
export const pricingSettings = pgTable('pricing_settings', {
  name: text('name').$type<'minimum-order-rules' | 'tax' | 'shop'>().primaryKey(),
  document: jsonb('document').notNull(),
});

export const carts = pgTable(
  'carts',
  {
    id: uuid('id').primaryKey(),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    customerId: uuid('customer_id'),
    lines: jsonb('lines').$type<readonly CartLine[]>().notNull(),
    couponCodes: jsonb('coupon_codes').$type<readonly string[]>().notNull(),
    /** Null: nothing is said of the order to come. `json` keeps the order of the members. */
    checkout: json('checkout').$type<Checkout>(),
    version: integer('version').notNull(),
    status: text('status').$type<StoredCart['status']>().notNull(),
    tokenDigest: text('token_digest'),
    merged: jsonb('merged').$type<NonNullable<StoredCart['merged']>>(),
    createdAt: instant('created_at').notNull(),
    updatedAt: instant('updated_at').notNull(),
  },
  (table) => [
    uniqueIndex('carts_one_open')
      .on(table.customerId, table.currency)
      .where(sql`${table.status} = 'open'`),
    // What is purged.
    index('carts_of_guests')
      .on(table.createdAt)
      .where(sql`${table.customerId} is null`),
  ],
);

/**
 * `document` is the whole order; the columns repeat what is searched and sorted by. An account may go, its orders stay.
 */
export const orders = pgTable(
  'orders',
  {
    id: uuid('id').primaryKey(),
    number: text('number').notNull(),
    customerId: uuid('customer_id'),
    email: text('email').notNull(),
    status: text('status').$type<OrderStatus>().notNull(),
    paymentStatus: text('payment_status').$type<PaymentStatus>().notNull(),
    total: minorUnits('total').notNull(),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    placedAt: instant('placed_at').notNull(),
    /** The latest instant at which the last of it is expected. Null: unknown, or nothing is under way. */
    estimatedArrival: instant('estimated_arrival'),
    /** Null before, and for orders with nothing digital in them. */
    digitalDeliveredAt: instant('digital_delivered_at'),
    /** Since when money of it waits to go back (`waitingRefundsOf`); null for nearly all. */
    refundPendingSince: instant('refund_pending_since'),
    /** Who placed it, as a digest, and the units that it reserves: both null once it is no longer pending. */
    placedBy: text('placed_by'),
    reservedUnits: integer('reserved_units'),
    version: integer('version').notNull(),
    document: orderDocument('document').notNull(),
  },
  (table) => [
    uniqueIndex('orders_number_unique').on(sql`${table.number} collate "C"`),
    // Staff's lists read these in order, one index a sort key, and stop after a page; equals come by creation.
    index('orders_by_creation').on(table.placedAt, table.id),
    index('orders_by_status').on(sql`${table.status} collate "C"`, table.placedAt, table.id),
    index('orders_by_payment_status').on(sql`${table.paymentStatus} collate "C"`, table.placedAt, table.id),
    index('orders_by_email').on(sql`${table.email} collate "C"`, table.placedAt, table.id),
    index('orders_by_total').on(table.total, table.placedAt, table.id),
    index('orders_of_customer').on(table.customerId, table.placedAt.desc().nullsFirst(), table.id),
    index('orders_with_downloads')
      .on(table.customerId, table.digitalDeliveredAt.desc().nullsFirst(), table.id)
      .where(sql`${table.digitalDeliveredAt} is not null`),
    index('orders_pending')
      .on(table.placedAt, table.id)
      .where(sql`${table.status} = 'pending'`),
    index('orders_unpaid_by')
      .on(table.placedBy)
      .where(sql`${table.placedBy} is not null`),
    index('orders_with_pending_refund')
      .on(table.refundPendingSince, table.id)
      .where(sql`${table.refundPendingSince} is not null`),
  ],
);

export const payments = pgTable(
  'payments',
  {
    id: uuid('id').primaryKey(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    provider: text('provider').notNull(),
    method: text('method').$type<PaymentMethod | 'transfer'>().notNull(),
    amount: minorUnits('amount').notNull(),
    currency: text('currency').$type<CurrencyCode>().notNull(),
    successUrl: text('success_url'),
    cancelUrl: text('cancel_url'),
    reference: text('reference'),
    captureReference: text('capture_reference'),
    endedAt: instant('ended_at'),
    createdAt: instant('created_at').notNull(),
    /** Until when the order waits for a transfer; null for other payments. */
    dueAt: instant('due_at'),
    ordinal: integer('ordinal'),
  },
  (table) => [
    uniqueIndex('payments_by_ordinal').on(table.orderId, table.ordinal),
    // Without the provider, by whom either index could be used in place of the other: that is by going through all of
    // it.
    index('payments_by_reference').on(table.reference),
    index('payments_by_capture').on(table.captureReference),
    index('payments_by_creation').on(table.createdAt),
  ],
);

/** Which order a parcel is of: the rest of it is in the order's document. */
export const shipments = pgTable('shipments', {
  id: uuid('id').primaryKey(),
  orderId: uuid('order_id')
    .notNull()
    .references(() => orders.id),
});

export const returnRequests = pgTable(
  'return_requests',
  {
    id: uuid('id').primaryKey(),
    orderId: uuid('order_id')
      .notNull()
      .references(() => orders.id),
    lines: jsonb('lines').$type<readonly OrderUnits[]>().notNull(),
    reason: text('reason').notNull(),
    requestedAt: instant('requested_at').notNull(),
    /** Null while the units are awaited. */
    receivedAt: instant('received_at'),
  },
  (table) => [
    index('return_requests_of_order').on(table.orderId, table.requestedAt, table.id),
    index('return_requests_awaited')
      .on(table.requestedAt, table.id)
      .where(sql`${table.receivedAt} is null`),
  ],
);

export const imports = pgTable(
  'imports',
  {
    id: uuid('id').primaryKey(),
    status: text('status').$type<ImportStatus>().notNull(),
    total: integer('total').notNull(),
    processed: integer('processed').notNull(),
    failures: jsonb('failures').$type<readonly ImportFailure[]>().notNull(),
    failureCount: integer('failure_count').notNull().default(0),
    dryRun: boolean('dry_run').notNull().default(false),
    ignoredColumns: jsonb('ignored_columns').$type<readonly string[]>().notNull().default([]),
    counts: jsonb('counts').$type<ImportCounts>().notNull().default(noCounts),
    createdAt: instant('created_at').notNull(),
    /** The member of staff who sent the file. */
    requestedBy: text('requested_by'),
    /** The text of a file that a version before `upload` stored. Null once it was purged. */
    csv: text('csv'),
    /** The file in the file store. Null once it was purged. */
    upload: jsonb('upload').$type<ImportUpload>(),
  },
  (table) => [
    index('imports_with_file')
      .on(table.createdAt)
      .where(sql`${table.csv} is not null`),
    index('imports_with_upload')
      .on(table.createdAt)
      .where(sql`${table.upload} is not null`),
  ],
);

/** `outcome` is text, not jsonb: a replay is the first response byte for byte. */
export const idempotencyKeys = pgTable(
  'idempotency_keys',
  {
    caller: text('caller').notNull(),
    key: text('key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    outcome: text('outcome'),
    resourceId: text('resource_id'),
    heldUntil: instant('held_until'),
    expiresAt: instant('expires_at').notNull(),
  },
  (table) => [primaryKey({ columns: [table.caller, table.key] }), index('idempotency_keys_expiry').on(table.expiresAt)],
);

export const inbox = pgTable(
  'inbox',
  {
    messageId: text('message_id').notNull(),
    handler: text('handler').notNull(),
    acceptedAt: instant('accepted_at').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.messageId, table.handler] }),
    index('inbox_by_acceptance').on(table.acceptedAt),
  ],
);

export const outbox = pgTable(
  'outbox',
  {
    id: uuid('id').primaryKey(),
    event: jsonb('event').$type<ApplicationEvent>().notNull(),
    createdAt: instant('created_at').notNull(),
    /** No claim gets it before: the end of a lease or of a delay. Null: at once. */
    notBefore: instant('not_before'),
    failedAt: instant('failed_at'),
    lastError: text('last_error'),
    /** The ids of complete jobs, of an event that causes several. */
    ackedJobs: text('acked_jobs').array().notNull().default([]),
    /** The version of the order that the event made. Null: as it is when the event is published. */
    orderVersion: integer('order_version'),
    /** The trace that its jobs continue (W3C Trace Context); null without traces. */
    traceParent: text('trace_parent'),
    /** False while an event of the feed is not published in it. No claim gets it before. */
    isPublished: boolean('is_published').notNull().default(true),
  },
  (table) => [
    index('outbox_unpublished')
      .on(table.id)
      .where(sql`not ${table.isPublished}`),
    index('outbox_pending')
      .on(table.id)
      .where(sql`${table.failedAt} is null`),
    index('outbox_dead_letters')
      .on(table.failedAt)
      .where(sql`${table.failedAt} is not null`),
  ],
);

/** The feed of events that other systems read, in the order in which it is read. */
export const events = pgTable(
  'events',
  {
    position: bigint('position', { mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    id: uuid('id').notNull().unique('events_id_unique'),
    type: text('type').$type<FeedEventType>().notNull(),
    orderId: uuid('order_id').notNull(),
    orderVersion: integer('order_version').notNull(),
    data: jsonb('data').$type<FeedEvent['data']>().notNull(),
    at: instant('at').notNull(),
  },
  (table) => [index('events_by_order').on(table.orderId, table.position), index('events_by_age').on(table.at)],
);

/** One row: how far the feed was deleted. */
export const eventsDeleted = pgTable('events_deleted', {
  feed: text('feed').primaryKey(),
  deletedTo: bigint('deleted_to', { mode: 'number' }).notNull(),
});

/** Addresses of other systems. */
export const webhooks = pgTable('webhooks', {
  id: uuid('id').primaryKey(),
  url: text('url').notNull(),
  /** Types of events; empty: all. */
  events: text('events').array().$type<FeedEventType[]>().notNull(),
  sealedSecret: text('sealed_secret').notNull(),
  isEnabled: boolean('is_enabled').notNull(),
  createdAt: instant('created_at').notNull(),
  version: integer('version').notNull(),
});

/** Events on their way to webhooks. The statement that publishes an event adds them. */
export const webhookDeliveries = pgTable(
  'webhook_deliveries',
  {
    id: uuid('id').primaryKey(),
    webhookId: uuid('webhook_id')
      .notNull()
      .references(() => webhooks.id, { onDelete: 'cascade' }),
    eventId: uuid('event_id').notNull(),
    type: text('type').$type<FeedEventType>().notNull(),
    orderId: uuid('order_id').notNull(),
    orderVersion: integer('order_version').notNull(),
    data: jsonb('data').$type<FeedEvent['data']>().notNull(),
    at: instant('at').notNull(),
    status: text('status').$type<DeliveryStatus>().notNull(),
    attempts: integer('attempts').notNull(),
    createdAt: instant('created_at').notNull(),
    /** When its retries began: at its creation, or when it was repeated by hand. */
    since: instant('since').notNull(),
    lastAttemptAt: instant('last_attempt_at'),
    nextAttemptAt: instant('next_attempt_at'),
    responseStatus: integer('response_status'),
    reason: text('reason'),
  },
  (table) => [
    index('webhook_deliveries_due')
      .on(table.webhookId, table.nextAttemptAt)
      .where(sql`${table.nextAttemptAt} is not null`),
    index('webhook_deliveries_by_webhook').on(table.webhookId, table.createdAt.desc(), table.id),
    index('webhook_deliveries_by_age').on(table.createdAt),
  ],
);

export const reconciliations = pgTable(
  'reconciliations',
  {
    id: uuid('id').primaryKey(),
    from: instant('from').notNull(),
    to: instant('to').notNull(),
    dueAt: instant('due_at').unique('reconciliations_due_at_unique'),
    requestedBy: text('requested_by'),
    requestedAt: instant('requested_at').notNull(),
    doneTo: instant('done_to').notNull(),
    finishedAt: instant('finished_at'),
    counts: jsonb('counts').$type<ReconciliationCounts>().notNull(),
    differences: jsonb('differences').$type<readonly ReconciliationDifference[]>().notNull(),
  },
  (table) => [index('reconciliations_by_request').on(table.requestedAt.desc().nullsFirst(), table.id)],
);

/** Runs of the mirror of products at the payment provider. */
export const productMirrorRuns = pgTable(
  'product_mirror_runs',
  {
    id: uuid('id').primaryKey(),
    dueAt: instant('due_at').unique('product_mirror_runs_due_at_unique'),
    requestedBy: text('requested_by'),
    requestedAt: instant('requested_at').notNull(),
    rewrite: boolean('rewrite').notNull(),
    total: integer('total').notNull(),
    phase: text('phase').$type<MirrorPhase>().notNull(),
    cursor: text('cursor'),
    finishedAt: instant('finished_at'),
    counts: jsonb('counts').$type<MirrorCounts>().notNull(),
    differences: jsonb('differences').$type<readonly MirrorDifference[]>().notNull(),
  },
  (table) => [
    index('product_mirror_runs_by_request').on(table.requestedAt.desc().nullsFirst(), table.id),
    // One run at a time.
    uniqueIndex('product_mirror_runs_unfinished')
      .on(sql`(${table.finishedAt} is null)`)
      .where(sql`${table.finishedAt} is null`),
  ],
);

/** What the payment provider calls each variant and its prices. A variant that was deleted stays, inactive. */
export const writtenVariants = pgTable(
  'written_variants',
  {
    variantId: uuid('variant_id').primaryKey(),
    productId: uuid('product_id').notNull(),
    reference: text('reference').notNull().unique('written_variants_reference_unique'),
    contentHash: text('content_hash').notNull(),
    isActive: boolean('is_active').notNull(),
    prices: jsonb('prices').$type<WrittenRecord['prices']>().notNull(),
    refusedPrices: jsonb('refused_prices').$type<WrittenRecord['refusedPrices']>().notNull(),
    writtenAt: instant('written_at').notNull(),
  },
  (table) => [
    index('written_variants_active')
      .on(table.variantId)
      .where(sql`${table.isActive}`),
  ],
);

/** The latest tick of each schedule that has run, where no broker stores it. */
export const schedules = pgTable('schedules', {
  name: text('name').$type<ScheduledJobName>().primaryKey(),
  lastTick: instant('last_tick').notNull(),
});

/** What is stored of a job by its name: its last run, and whether it is paused. */
export const jobStates = pgTable('job_states', {
  name: text('name').primaryKey(),
  lastRunAt: instant('last_run_at'),
  pausedAt: instant('paused_at'),
  refusals: integer('refusals').notNull(),
});

/** Jobs that failed for good. */
export const failedJobs = pgTable(
  'failed_jobs',
  {
    id: uuid('id').primaryKey(),
    job: text('job').notNull(),
    jobId: text('job_id').notNull().unique('failed_jobs_job_id_unique'),
    payload: jsonb('payload').notNull(),
    reason: text('reason').notNull(),
    attempts: integer('attempts').notNull(),
    failedAt: instant('failed_at').notNull(),
  },
  (table) => [index('failed_jobs_by_time').on(table.failedAt.desc().nullsFirst(), table.id)],
);

export const sandboxPayments = pgTable(
  'sandbox_payments',
  {
    id: text('id').primaryKey(),
    reference: text('reference').notNull().unique('sandbox_payments_reference_unique'),
    createdAt: instant('created_at').notNull(),
    /** The last time; null before the first refund. */
    refundedAt: instant('refunded_at'),
    document: jsonb('document').$type<SandboxPayment>().notNull(),
  },
  (table) => [
    index('sandbox_payments_by_creation').on(table.createdAt),
    index('sandbox_payments_by_refund')
      .on(table.refundedAt)
      .where(sql`${table.refundedAt} is not null`),
  ],
);

export const sandboxEvents = pgTable('sandbox_events', {
  eventId: text('event_id').primaryKey(),
  document: jsonb('document').$type<ProviderEvent>().notNull(),
});

/** One row. Its time shows how far a replica is behind. */
export const replicationHeartbeats = pgTable('replication_heartbeats', {
  id: smallint('id').primaryKey(),
  at: instant('at').notNull(),
});
