/**
 * What each method of each repository means to the audit log. Long because all are listed: a new one does not compile
 * until it is stated whether it is an act.
 */
import type { Order } from '@cartwright/domain';
import type { AuditFacts } from '../ports/audit/audit-log.js';
import type { ReportFile } from '../ports/repositories/reports/report-file-records.js';
import type { Repositories } from '../ports/repositories/unit-of-work.js';
import type { StockDelta } from '../ports/repositories/stock-records.js';
import { changedFacts, changedPrices } from './changed-parts.js';
import { requestTarget, showRequest } from './requested-jobs.js';

/** `read`: its result may be the state before. `part`: changes what belongs to another act, or to nobody. */
type Meaning = 'read' | 'part' | Write;
export type Write = {
  /** What kind of thing is changed. */
  readonly type: string;
  /** What the first argument is: the thing itself, or its id, of one that is removed or that something is added to. */
  readonly takes: 'thing' | 'removed id' | 'id';
  /** There is one of the kind. */
  readonly isOnly?: boolean;
  /** Of a thing that is written, what the log shows; absent: all of it. People are shown by what they may do. */
  readonly show?: (written: never, ...rest: never[]) => AuditFacts;
  /** What has changed in what `show` leaves out. */
  readonly compare?: (before: never, after: never) => AuditFacts;
  /** The arguments for each thing, where one call writes several. */
  readonly split?: (...args: never[]) => readonly (readonly unknown[])[];
  /** What it is about, where that is not the first argument. */
  readonly targetOf?: (written: never) => { readonly type: string; readonly id?: string };
};

type Meanings = {
  readonly [Name in keyof Repositories as Repositories[Name] extends (...args: never[]) => unknown ? never : Name]: {
    readonly [Method in keyof Repositories[Name]]-?: Meaning;
  };
};

const nothing = (): AuditFacts => ({});
const write = (type: string, show?: Write['show'], takes: Write['takes'] = 'thing'): Write => ({
  type,
  takes,
  ...(show === undefined ? {} : { show }),
});
const webhook = write('webhook', ({ url, events, isEnabled }: Readonly<Record<string, unknown>>) => ({
  url,
  events,
  isEnabled,
}));
/** Removes what `written` writes. */
const removes = (written: Write): Write => ({ ...written, takes: 'removed id' });
const user = write('user', ({ role, groups, disabledAt }: Readonly<Record<string, unknown>>) => ({
  role,
  groups: groups ?? [],
  disabled: disabledAt !== undefined,
}));

/** An order by its state and its sums: who bought it, and what they wrote, is not shown. */
const showOrder = (order: Order): AuditFacts => ({
  status: order.status,
  paymentStatus: order.paymentStatus,
  dueBack: order.dueBack,
  payments: order.payments.map(({ provider, amount }) => ({ provider, amount })),
  refunds: order.refunds.map(({ id, amount, status }) => ({ id, amount, status })),
  shipments: order.shipments.map(({ id, lines, deliveredAt }) => ({ id, lines, deliveredAt })),
  returns: order.returns.map(({ id, amount }) => ({ id, amount })),
  unitCancellations: order.unitCancellations.map(({ id, amount }) => ({ id, amount })),
});

export const order: Write = { ...write('order', showOrder), compare: changedFacts };
const product = write('product');
const priceList: Write = {
  ...write('price-list', ({ prices, ...list }: { readonly prices: readonly unknown[] }) => ({
    ...list,
    prices: prices.length,
  })),
  compare: changedPrices,
};
const category = write('category');
const secondFactor = write('user', ({ confirmedAt }: Readonly<Record<string, unknown>>) => ({
  secondFactor: confirmedAt === undefined ? 'begun' : 'on',
}));
const role = write('role');
const apiKey = write('api-key', ({ name, permissions, expiresAt }: Readonly<Record<string, unknown>>) => ({
  name,
  permissions,
  expiresAt,
}));
const review = write('review', ({ status, rating, productId }: Readonly<Record<string, unknown>>) => ({
  status,
  rating,
  productId,
}));
const post = write('post', ({ slug, status, publishAt }: Readonly<Record<string, unknown>>) => ({
  slug,
  status,
  publishAt: publishAt ?? null,
}));
const comment = write('comment', ({ status, postId }: Readonly<Record<string, unknown>>) => ({ status, postId }));
const group = write('customer-group');
const shippingMethod = write('shipping-method');
const shop: Write = { type: 'shop', takes: 'thing', isOnly: true };
const reconciliation = write('reconciliation', nothing);
const productMirror = write('product-mirror', ({ rewrite }: { readonly rewrite: boolean }) => ({ rewrite }));
const fileOf = write('variant', (file: { readonly name: string; readonly size: number }) => ({
  file: { name: file.name, size: file.size },
}));

export const meanings: Meanings = {
  users: {
    add: user,
    save: user,
    rehash: 'part',
    lock: 'read',
    byId: 'read',
    byEmail: 'read',
    withRoles: 'read',
    lockAdmins: 'read',
    list: 'read',
    renameGroup: 'part',
    countWithRole: 'read',
    countInGroup: 'read',
  },
  roles: { list: 'read', find: 'read', lock: 'read', add: role, save: role, remove: removes(role) },
  sessions: {
    open: 'part',
    extend: 'part',
    renew: 'part',
    lockByDigest: 'part',
    markUsed: 'part',
    end: write('session', nothing, 'removed id'),
    endOf: write('user', nothing, 'id'),
    find: 'read',
    ofUser: 'read',
    isKnownAddress: 'read',
    isAddressOfAnybody: 'read',
  },
  webhooks: {
    list: 'read',
    find: 'read',
    lock: 'read',
    add: webhook,
    save: webhook,
    remove: removes(webhook),
    repeat: write('webhook', nothing, 'id'),
  },
  apiKeys: { list: 'read', add: apiKey, remove: removes(apiKey) },
  secondFactors: {
    find: 'read',
    lock: 'read',
    save: secondFactor,
    remove: removes(secondFactor),
  },
  accountTokens: { add: 'part', find: 'read', lock: 'read', removeOf: 'part' },
  addresses: { ofUser: 'read', save: write('address', nothing), remove: write('address', nothing, 'removed id') },
  profiles: { ofUser: 'read', save: 'part' },
  customerGroups: {
    list: 'read',
    find: 'read',
    lock: 'read',
    add: group,
    save: group,
    remove: removes(group),
    ensure: 'part',
  },
  reviews: { add: 'part', lock: 'read', save: review, remove: removes(review), hasBought: 'read', page: 'read' },
  posts: {
    add: post,
    find: 'read',
    lock: 'read',
    save: post,
    remove: removes(post),
    page: 'read',
    published: 'read',
    publishedOne: 'read',
    tags: 'read',
    publishedSlugs: 'read',
  },
  comments: { add: 'part', lock: 'read', save: comment, remove: removes(comment), page: 'read' },
  wishlists: { ofUser: 'read', add: 'part', remove: 'part' },
  sealedSecrets: { replace: 'part' },
  salesFacts: { repair: 'part' },
  personalData: {
    collect: 'read',
    lockOrders: 'read',
    lockErasedWithTexts: 'read',
    erase: write('user', nothing),
    addErasure: 'part',
    erasuresSince: 'read',
    wasErased: 'read',
  },
  catalogue: {
    items: 'read',
    taxClasses: 'read',
    countSales: 'part',
    ensureCategory: 'part',
  },
  awaitedImages: { find: 'read', lock: 'read', ofProducts: 'read', save: 'part', remove: 'part' },
  products: {
    find: 'read',
    lock: 'read',
    add: product,
    save: product,
    remove: removes(product),
    page: 'read',
    idsBySlug: 'read',
    ownersOf: 'read',
    lockAll: 'read',
    // The act is the request of the import.
    saveAll: 'part',
    ordered: 'read',
  },
  productMirrors: {
    add: productMirror,
    find: 'read',
    lock: 'read',
    unfinished: 'read',
    ofTick: 'read',
    save: 'part',
    page: 'read',
    written: 'read',
    writtenAs: 'read',
    active: 'read',
    note: 'part',
  },
  categories: {
    find: 'read',
    lockTree: 'read',
    list: 'read',
    add: category,
    save: category,
    remove: removes(category),
  },
  priceLists: {
    list: 'read',
    find: 'read',
    lock: 'read',
    save: priceList,
    remove: removes(priceList),
    variantsNamed: 'read',
    priceChanges: 'read',
  },
  digitalFiles: { find: 'read', among: 'read', attach: fileOf, detach: removes(fileOf) },
  stock: {
    adjust: {
      ...write(
        'variant',
        (_id: string, stock: { readonly delta: number; readonly reason: string }) => ({ stock }),
        'id',
      ),
      split: (items: readonly StockDelta[], { reason }: { readonly reason: string }) =>
        items.map(({ variantId, delta }) => [variantId, { delta, reason }]),
    },
  },
  pricing: {
    rules: 'read',
    lockTax: 'read',
    lockTaxShared: 'read',
    saveTax: write('tax-rules', (zones: unknown) => ({ zones: zones ?? null })),
    lockMinimumOrders: 'read',
    saveMinimumOrders: write('minimum-order-rules', (rules: unknown) => ({ rules: rules ?? null })),
    lockShippingMethod: 'read',
    saveShippingMethod: shippingMethod,
    removeShippingMethod: removes(shippingMethod),
    facts: 'read',
  },
  promotions: {
    list: 'read',
    totals: 'read',
    lock: 'read',
    save: write('promotion'),
    addCodes: write('promotion', (_id: string, codes: readonly string[]) => ({ codesAdded: codes.length }), 'id'),
  },
  backtests: { add: write('backtest', nothing), find: 'read', lock: 'read', save: 'part' },
  reportFiles: {
    add: write('report-file', ({ wanted, format }: Pick<ReportFile, 'wanted' | 'format'>) => ({ ...wanted, format })),
    find: 'read',
    lock: 'read',
    save: 'part',
    expired: 'read',
    remove: 'part',
  },
  shop: { find: 'read', lock: 'read', add: shop, save: shop },
  carts: { add: 'part', find: 'read', lock: 'read', findOpenOf: 'read', save: 'part' },
  orders: {
    find: 'read',
    findWithDocuments: 'read',
    lock: 'read',
    withNumber: 'read',
    pendingPlacedBy: 'read',
    withRefundWaitingSince: 'read',
  },
  payments: {
    find: 'read',
    lookUp: 'read',
    setReference: 'part',
    setEnded: 'part',
    ofOrder: 'read',
    createdBetween: 'read',
  },
  issuedDocuments: { takeNumber: 'part', add: 'part', ofOrder: 'read', find: 'read', savePdf: 'part' },
  shipments: { add: 'part', orderOf: 'read' },
  returns: {
    add: write('return', nothing),
    find: 'read',
    ofOrder: 'read',
    setReceived: 'part',
  },
  reconciliations: {
    add: reconciliation,
    find: 'read',
    lock: 'read',
    latestDue: 'read',
    save: 'part',
  },
  imports: {
    add: write('import', nothing),
    find: 'read',
    lock: 'read',
    file: 'read',
    withFileBefore: 'read',
    forgetFiles: 'part',
    save: 'part',
  },
  jobs: {
    states: 'read',
    noteRuns: 'part',
    pause: write('job', (_name: string, at: string) => ({ pausedAt: at }), 'id'),
    resume: write('job', () => ({ pausedAt: null }), 'id'),
    fail: 'part',
    failed: 'read',
    failures: 'read',
    // The requests to run them again name the job.
    takeFailed: 'part',
    takeAllFailed: 'part',
  },
  idempotency: { claim: 'part', isKnown: 'read', hold: 'part', complete: 'part', abandon: 'part' },
  inbox: { seen: 'read' },
  // An act that only requests a job.
  outbox: { add: { ...write('job', showRequest), targetOf: requestTarget } },
  purges: { purge: 'part' },
  locking: {
    isLocking: 'part',
    pricing: 'part',
    orders: 'part',
    payments: 'part',
    inbox: 'part',
    idempotency: 'part',
    shop: 'part',
    promotionUsage: 'part',
  },
  auditLog: { add: 'part' },
};
