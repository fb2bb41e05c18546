import {
  jobsFor,
  makeJobHandlers,
  makeUseCases,
  runJob,
  unpaidLimitsFor,
  type Caller,
  type JobHandlers,
  type UseCases,
} from '@cartwright/application';
import { saveVariant, usd, valueOf } from '@cartwright/application/contracts/sample-shop';
import type { VariantId } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Database } from '../../src/drizzle/connection/database.js';
import { makeDrizzleBooksReader } from '../../src/drizzle/read-models/books-reader.js';
import { makeDrizzleStockReader } from '../../src/drizzle/read-models/stock-reader.js';
import { makeDrizzleSandboxPaymentStore } from '../../src/drizzle/repositories/sandbox-payment-store.js';
import { makeDrizzleUnitOfWork } from '../../src/drizzle/unit-of-work.js';
import { makeFakeClock, type FakeClock } from '../../src/in-memory/fake-clock.js';
import { makeInMemoryPorts } from '../../src/in-memory/in-memory-ports.js';
import { createInMemoryStore } from '../../src/in-memory/store.js';
import { makeSandboxPaymentGateway, type SandboxPaymentGateway } from '../../src/sandbox-payments/sandbox-gateway.js';
import { makeNodeSecrets } from '../../src/system/node-secrets.js';
import { uuidIds as ids } from '../../src/system/uuid-ids.js';
import { makePublishedOutboxFeed } from '../published-outbox-feed.js';

/** A shop on a real database, with sandbox payments and a clock that stands still. It mails nothing. */
export type RandomShop = {
  readonly useCases: UseCases;
  readonly gateway: SandboxPaymentGateway;
  readonly clock: FakeClock;
  readonly variants: readonly VariantId[];
  /** Runs the jobs of all events, by several workers at once, until there are none. */
  readonly runJobs: () => Promise<void>;
};

export const staff: Extract<Caller, { readonly type: 'user' }> = {
  type: 'user',
  userId: '00000000-0000-7000-8000-0000000000aa',
  role: 'admin',
};

const publicUrl = 'https://shop.example';
const everything = { selector: {} };

/**
 * Opens a shop that sells ten variants, three of them digital: with tax included in one country and added in the
 * others, two shipping methods, five promotions, and bank details for transfers.
 */
export async function openRandomShop(db: Database): Promise<RandomShop> {
  const clock = makeFakeClock();
  const secrets = makeNodeSecrets({ key: 'a key for tests only' });
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids, storeCurrency: 'USD' });
  const store = makeDrizzleSandboxPaymentStore({ db, ids });
  const gateway = makeSandboxPaymentGateway({ store, ids, clock, secrets, publicUrl });
  const tokenIssuer = {
    issue: () => ({ accessToken: '', expiresIn: 900 }),
    verify: () => Promise.reject(new Error('nobody signs in')),
  };
  const useCases = makeUseCases({
    ...makeInMemoryPorts({
      store: createInMemoryStore(),
      clock,
      ids,
      secrets,
      tokenIssuer: tokenIssuer as never,
      publicUrl,
    }),
    unitOfWork,
    booksReader: makeDrizzleBooksReader({ db }),
    stockReader: makeDrizzleStockReader({ db }),
    paymentGateway: gateway,
    findSandboxEvent: store.findEvent,
    storeCurrency: 'USD',
    seller: { name: 'Mill Lane Pottery', address: ['1 Mill Lane', 'Ockham'] },
    timeToPayMs: 30 * 60_000,
    unpaidLimits: unpaidLimitsFor(1_000_000),
    publicUrl,
  });
  const variants: VariantId[] = [];
  for (let number = 0; number < 10; number += 1) {
    const isDigital = number % 4 === 3;
    const taxClass = number % 2 === 0 ? 'standard' : 'reduced';
    const stock = isDigital ? {} : { stock: 100_000 };
    variants.push(
      await saveVariant(unitOfWork, { price: usd(333 + number * 417), digital: isDigital, taxClass, ...stock }),
    );
  }
  await setUp(useCases, variants);

  const handlers: JobHandlers = { ...makeJobHandlers(useCases), 'send-mail': () => okAsync(undefined) };
  const feed = makePublishedOutboxFeed({ db, clock });
  const work = async (): Promise<number> => {
    const events = valueOf(await feed.claim(20, 60_000));
    for (const job of events.flatMap((event) => jobsFor(event))) {
      const result = await runJob(handlers, job);
      if (result.isErr() && result.error.type === 'job.outage') throw new Error(`${job.name}: ${result.error.reason}`);
    }
    valueOf(await feed.ack(events.map(({ id }) => id)));
    return events.length;
  };
  const runJobs = async (): Promise<void> => {
    while ((await Promise.all([work(), work(), work(), work()])).some((count) => count > 0));
  };
  return { useCases, gateway, clock, variants, runJobs };
}

async function setUp(useCases: UseCases, variants: readonly VariantId[]): Promise<void> {
  const caller = staff;
  const rates = (standard: number, reduced: number) => ({ standard, reduced });
  const zones = [
    { countries: ['GB'], prices: 'inclusive', rates: rates(200_000, 50_000), shippingClass: 'standard' },
    { countries: ['US'], prices: 'exclusive', rates: rates(88_750, 0) },
    { countries: [], prices: 'exclusive', rates: rates(190_000, 70_000), shippingClass: 'reduced' },
  ] as const;
  valueOf(await useCases.setTaxRules({ caller, zones }));
  valueOf(await useCases.setMinimumOrderRules({ caller, rules: [] }));
  const everywhere = { zones: [{ countries: [] }], enabled: true };
  const tiers = [0, 3000].map((from) => ({ from: usd(from), amount: usd(990 - from / 10) }));
  const methods = [
    { name: 'Post', charges: [{ type: 'flat', amount: usd(499), freeFrom: usd(9000) }] },
    { name: 'Courier', charges: [{ type: 'tiered', by: 'subtotal', tiers }] },
  ] as const;
  for (const method of methods)
    valueOf(await useCases.addShippingMethod({ caller, draft: { ...everywhere, ...method } }));
  const ofOne = { type: 'lines', selector: { variantIds: variants.slice(0, 3) } } as const;
  const order = { type: 'order' } as const;
  const promotions = [
    { name: 'A seventh off', target: ofOne, effect: { type: 'percent', rate: 142_857 } },
    {
      name: 'Three for two',
      target: { type: 'lines', selector: { variantIds: variants.slice(4, 6) } },
      effect: {
        type: 'buyXGetY',
        buy: { ...everything, quantity: 2 },
        get: { ...everything, quantity: 1 },
        rate: 1_000_000,
      },
    },
    {
      name: 'Code',
      target: order,
      effect: { type: 'amount', amount: usd(500), mode: 'across' },
      conditions: { couponCode: 'tea', usageLimit: 60 },
    },
    {
      name: 'Until it is spent',
      target: order,
      effect: { type: 'percent', rate: 33_333 },
      conditions: { budget: usd(20_000) },
    },
    {
      name: 'Large orders ship free',
      target: { type: 'shipping' },
      effect: { type: 'freeShipping' },
      conditions: { minimumSubtotal: usd(15_000) },
    },
  ] as const;
  for (const draft of promotions) valueOf(await useCases.addPromotion({ caller, draft }));
  const bankDetails = { holder: 'Mill Lane Pottery', iban: 'DE02120300000000202051', bic: 'BYLADEM1001' };
  valueOf(await useCases.changeShop({ caller, changes: { bankDetails } }));
}
