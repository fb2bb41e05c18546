/**
 * A whole shop in memory, for tests of use cases: real rules, a real store, a clock that stands still. Long because the
 * steps that many tests share, from a cart to a paid order, are here too.
 */
import {
  jobsFor,
  makeDownloadLinks,
  makeInvoiceLinks,
  makeJobHandlers,
  makeUseCases,
  runJob,
  type Caller,
  type FileStore,
  type IdempotentRequest,
  type Ids,
  type JobOutage,
  type JobRefusal,
  type Mailer,
  type PaymentGateway,
  type PricingRules,
  type TokenIssuer,
  type UnitOfWork,
  type UnpaidLimits,
  type WebhookReader,
} from '@cartwright/application';
import type { Address, Order, Promotion, VariantId } from '@cartwright/domain';
import { makeInMemoryPorts } from '@cartwright/adapters/in-memory/in-memory-ports';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeInMemoryOutboxFeed } from '@cartwright/adapters/in-memory/repositories/outbox-feed';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { createInMemoryStore, type InMemoryStore, type Tables } from '@cartwright/adapters/in-memory/store';
import { makeNodeSecrets } from '@cartwright/adapters/system/node-secrets';
import { ResultAsync } from 'neverthrow';
import { expect } from 'vitest';
import { saveDraft, type ProductDraft, type VariantDraft } from '../contracts/sample-shop.js';
import { asStaff } from './as-staff.js';

export const storeCurrency = 'USD';
/** Half an hour. */
export const timeToPayMs = 30 * 60_000;
export const usd = (amount: number) => ({ amount, currency: storeCurrency });

export const guest: Caller = { type: 'guest' };
export const home: Address = { fullName: 'Ada Lovelace', line1: '1 Mill Lane', city: 'Ockham', country: 'GB' };

/**
 * Sold from the first minute: 10 mugs of 12.00, 5 posters of 8.00, any number of e-books of 15.00. Mugs and e-books
 * have a tax class, which costs nothing while the shop has no tax rules.
 */
const catalogue: readonly ProductDraft[] = [
  product('mug', 'Mug', { price: usd(1200), stock: 10, taxClass: 'standard' }),
  product('poster', 'Poster', { price: usd(800), stock: 5 }),
  product('e-book', 'E-book', { price: usd(1500), digital: true, taxClass: 'reduced' }),
  product('relic', 'Relic', { price: usd(5000), stock: 3 }, 'archived'),
];

function product(
  slug: string,
  name: string,
  variant: Pick<VariantDraft, 'price' | 'stock' | 'taxClass'> & { readonly digital?: boolean },
  status: ProductDraft['status'] = 'active',
): ProductDraft {
  const variants = [{ sku: slug.toUpperCase(), name: '', digital: false, ...variant }];
  return { slug, name, description: '', status, categoryIds: [], images: [], variants };
}

const tenPercentOff = (id: string, conditions: NonNullable<Promotion['conditions']>): Promotion => ({
  id,
  name: id,
  target: { type: 'order' },
  effect: { type: 'percent', rate: 100_000 },
  conditions,
});

/** One coupon for everybody (written in capitals), one that is over on 1 December, one for premium customers. */
export const pricingRules: PricingRules = {
  promotions: [
    tenPercentOff('save', { couponCode: 'SAVE10' }),
    tenPercentOff('autumn', { couponCode: 'autumn', endsAt: '2026-12-01T00:00:00.000Z' }),
    tenPercentOff('gold', { couponCode: 'gold', groups: ['premium'] }),
  ],
  shippingMethods: [
    { id: 'standard', name: 'Standard', zones: [{ countries: [] }], charges: [{ type: 'flat', amount: usd(500) }] },
    { id: 'express', name: 'Express', zones: [{ countries: [] }], charges: [{ type: 'flat', amount: usd(1500) }] },
  ],
};

/** What a process does that dies: nothing, not even answer. */
export const dies = (): ResultAsync<never, never> => new ResultAsync(Promise.reject(new Error('the process died')));

export type Shop = Awaited<ReturnType<typeof openShop>>;

/** Opens the shop, its catalogue saved. `instead` puts another part in the place of one, given the ordinary one. */
export async function openShop(
  instead: {
    readonly gateway?: (ordinary: PaymentGateway) => PaymentGateway;
    readonly clock?: ReturnType<typeof makeFakeClock>;
    readonly ids?: Ids;
    readonly unitOfWork?: (ordinary: UnitOfWork) => UnitOfWork;
    readonly mailer?: (ordinary: Mailer) => Mailer;
    readonly fileStore?: (ordinary: FileStore) => FileStore;
    readonly maximumImportBytes?: number;
    readonly importImages?: 'fetch' | 'link';
    readonly unpaidLimits?: UnpaidLimits;
    readonly webhookReader?: WebhookReader;
  } = {},
) {
  const store = createInMemoryStore();
  store.setPricing(pricingRules);
  const clock = instead.clock ?? makeFakeClock();
  const ids = instead.ids ?? makeSequentialIds();
  const secrets = makeNodeSecrets({ key: 'a key for tests only' });
  const tokenIssuer: TokenIssuer = {
    issue: ({ userId, sessionId }) => ({ accessToken: `${userId} ${sessionId}`, expiresIn: 900 }),
    verify: dies,
  };
  const publicUrl = 'https://shop.example';
  const ordinary = makeInMemoryPorts({ store, clock, ids, secrets, tokenIssuer, publicUrl });
  const { log, mailer, fileStore, paymentGateway: provider } = ordinary;
  const unitOfWork = instead.unitOfWork?.(ordinary.unitOfWork) ?? ordinary.unitOfWork;
  const useCases = asStaff(
    makeUseCases({
      ...ordinary,
      unitOfWork,
      paymentGateway: instead.gateway?.(provider) ?? provider,
      mailer: instead.mailer?.(mailer) ?? mailer,
      fileStore: instead.fileStore?.(fileStore) ?? fileStore,
      ...(instead.maximumImportBytes === undefined ? {} : { maximumImportBytes: instead.maximumImportBytes }),
      storeCurrency,
      seller: { name: 'Mill Lane Pottery', address: ['1 Mill Lane', 'Ockham'] },
      timeToPayMs,
      ...(instead.importImages === undefined ? {} : { importImages: instead.importImages }),
      ...(instead.unpaidLimits === undefined ? {} : { unpaidLimits: instead.unpaidLimits }),
      publicUrl,
      maximumFileBytes: 100,
      ...(instead.webhookReader === undefined ? {} : { webhookReader: instead.webhookReader }),
    }),
  );
  const invoiceLinks = makeInvoiceLinks({ secrets, clock, invoicesUrl: `${publicUrl}/invoices` });
  const downloadLinks = makeDownloadLinks({ secrets, clock, downloadsUrl: `${publicUrl}/downloads` });

  const variants = (
    await ordinary.unitOfWork.run((repositories) =>
      ResultAsync.combine(catalogue.map((draft) => saveDraft(repositories, draft, clock.now(), ids.next))),
    )
  )._unsafeUnwrap();
  const variantOf = (sku: string): VariantId => {
    const found = variants.flatMap((saved) => saved.variants).find((variant) => variant.sku === sku);
    if (found === undefined) throw new Error(`the shop has no ${sku}`);
    return found.variantId;
  };

  const handlers = makeJobHandlers(useCases);
  const feed = makeInMemoryOutboxFeed({ store, clock });

  /** Runs the jobs of all committed events, those of the jobs included; what met an outage waits for a second. */
  const runJobs = async (): Promise<readonly (JobOutage | JobRefusal)[]> => {
    const failures: (JobOutage | JobRefusal)[] = [];
    for (;;) {
      const events = (await feed.claim(1, 60_000))._unsafeUnwrap();
      if (events.length === 0) return failures;
      for (const event of events) {
        const outcomes = await Promise.all(jobsFor(event).map((job) => runJob(handlers, job)));
        const errors = outcomes.flatMap((outcome) => (outcome.isErr() ? [outcome.error] : []));
        failures.push(...errors);
        const again = errors.some(({ type }) => type === 'job.outage');
        (await (again ? feed.nack([event.id], 1000) : feed.ack([event.id])))._unsafeUnwrap();
      }
    }
  };

  return {
    ...useCases,
    unitOfWork,
    store,
    clock,
    log,
    ids,
    secrets,
    fileStore,
    remoteFiles: ordinary.remoteFiles,
    downloadLinks,
    invoiceLinks,
    mailer,
    provider,
    handlers,
    runJobs,
    mug: variantOf('MUG'),
    poster: variantOf('POSTER'),
    eBook: variantOf('E-BOOK'),
    relic: variantOf('RELIC'),
    /** The ports that no use case of the test calls itself. */
    ports: ordinary,
    stockOf: (variantId: VariantId): number | undefined => store.committed().variants.get(variantId)?.stock,
  };
}

/** A copy of everything that is committed, to compare with later. */
export const snapshotOf = (store: InMemoryStore): Tables => structuredClone(store.committed());

/** A request under an `Idempotency-Key`. */
export const request = (key: string, fingerprint = 'a request', caller = 'somebody'): IdempotentRequest => ({
  caller,
  key,
  fingerprint,
});

/** A registered customer, as they call. */
export async function customerOf(shop: Shop, email = 'ada@example.org'): Promise<Extract<Caller, { type: 'user' }>> {
  const command = { email, password: 'correct horse battery', name: 'Ada Lovelace' };
  const { user } = (await shop.registerCustomer(command))._unsafeUnwrap();
  return { type: 'user', userId: user.id, role: user.role };
}

/** A guest's cart with lines in it, and the caller who holds its token. */
export async function guestCart(shop: Shop, ...lines: readonly (readonly [VariantId, number])[]) {
  const { view, token } = (await shop.createCart({ caller: guest }))._unsafeUnwrap();
  const caller: Caller = token === undefined ? guest : { type: 'guest', cartToken: token };
  const cartId = view.stored.cart.id;
  for (const [variantId, quantity] of lines)
    (await shop.addLine({ caller, cartId, variantId, quantity }))._unsafeUnwrap();
  return { cartId, caller };
}

/** A guest's pending order, and the caller who holds its token. By default of one mug: 12.00, and 5.00 to send it. */
export async function guestOrder(
  shop: Shop,
  {
    key = 'order',
    variantId = shop.mug,
    quantity = 1,
  }: { key?: string; variantId?: VariantId; quantity?: number } = {},
): Promise<{ readonly order: Order; readonly caller: Caller }> {
  const placed = await shop.placeOrder({
    caller: guest,
    request: request(key),
    source: { type: 'items', items: [{ variantId, quantity }] },
    email: 'guest@example.org',
    shippingAddress: home,
  });
  const { order, token } = placed._unsafeUnwrap();
  return { order, caller: token === undefined ? guest : { type: 'guest', orderToken: token } };
}

/** Starts a payment of an order and has the provider take it. The shop hears of it when its jobs run. */
export async function pay(shop: Shop, order: Order, caller: Caller, key = 'pay', method = 'pm_card_visa') {
  const started = await shop.startPayment({ caller, request: request(key), orderId: order.id, method: 'card' });
  const { payment } = started._unsafeUnwrap();
  const confirmed = (await shop.provider.confirm(payment.paymentId, method))._unsafeUnwrap();
  return { payment, event: confirmed.event };
}

/** The order as it is now committed. */
export function orderNow(shop: Shop, { id }: Order): Order {
  const stored = shop.store.committed().orders.get(id);
  if (stored === undefined) throw new Error(`there is no order ${id}`);
  return stored.order;
}

/**
 * What an attempt is refused with, once it is seen to have changed nothing of all that is committed, except that the
 * audit log has events of security.
 */
export async function refusalOf<E>(shop: Shop, attempt: () => ResultAsync<unknown, E>): Promise<E> {
  const before = snapshotOf(shop.store);
  const refusal = (await attempt())._unsafeUnwrapErr();
  const withoutEvents = ({ auditLog, ...tables }: Tables) => ({
    ...tables,
    acts: [...auditLog.values()].filter(({ action }) => !action.startsWith('auth.')),
  });
  expect(withoutEvents(shop.store.committed()), 'everything committed').toEqual(withoutEvents(before));
  return refusal;
}

/** A guest's order of mugs that was paid, with the caller who holds its token. */
export async function paidOrder(shop: Shop, { key = 'order', quantity = 3 }: { key?: string; quantity?: number } = {}) {
  const { order, caller } = await guestOrder(shop, { key, quantity });
  await pay(shop, order, caller, `pay ${key}`);
  expect(await shop.runJobs()).toEqual([]);
  return { order: orderNow(shop, order), caller };
}
