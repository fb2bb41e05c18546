/** Long because every way to commit is tested with a conflict, a refusal and an outage. */
import type { DecisionReads, IdempotentRequest, StoredCart, UnitOfWork } from '@cartwright/application';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeFakeClock } from '@cartwright/adapters/in-memory/fake-clock';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { errAsync, okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays, makeMeanwhile, watchCommits } from '../testing/commit-ways.js';
import { commitChange, commitOnce, type Decide, type Decided } from './commit-change.js';

const refusal = { type: 'cart.refused' } as const;
const outage = { type: 'storage.unavailable', retryAfterSeconds: 2 } as const;
const expiresAt = '2026-11-22T09:30:00.000Z';

let store: ReturnType<typeof createInMemoryStore>;
let clock: ReturnType<typeof makeFakeClock>;
let watched: ReturnType<typeof watchCommits>;
/** On which way each decision was made. */
let decisions: ('optimistic' | 'locked')[];

beforeEach(() => {
  store = createInMemoryStore();
  clock = makeFakeClock();
  watched = watchCommits();
  decisions = [];
});

/** A unit of work over the store; `around` is what a test puts between it and the use case. */
const open = (around: (ordinary: UnitOfWork) => UnitOfWork = (ordinary) => ordinary): UnitOfWork =>
  watched.unitOfWork(around(makeInMemoryUnitOfWork({ store, ids: makeSequentialIds() })));

const note = ({ isLocking }: DecisionReads): void => {
  decisions.push(isLocking ? 'locked' : 'optimistic');
};

const cartOf = (id: string, version = 1): StoredCart => ({
  cart: { id, currency: 'USD', lines: [], couponCodes: [] },
  version,
  status: 'open',
  createdAt: '2026-11-21T09:30:00.000Z',
  updatedAt: '2026-11-21T09:30:00.000Z',
});
const opened = (id: string): Decided<string> => ({
  result: id,
  change: { cart: { type: 'open', stored: cartOf(id) } },
});
/** Adds one to a cart's version. Its result is the version. */
const bump: Decide<number, typeof refusal> = (reads) =>
  reads.pricing.facts({ cart: { id: 'cart' } }).map(({ cart }) => {
    note(reads);
    const stored = cartOf('cart', (cart?.version ?? 0) + 1);
    return { result: stored.version, change: { cart: { type: 'change', stored } } };
  });
const carts = () => [...store.committed().carts.keys()];

describe('a change', () => {
  it('is decided once and committed without a transaction when nothing stands against it', async () => {
    const unitOfWork = open();
    const committed = await commitChange(unitOfWork, (reads) => {
      note(reads);
      return okAsync(opened('cart'));
    });
    expect(committed._unsafeUnwrap()).toBe('cart');
    expect([decisions, watched.seen.transactions, carts()]).toEqual([['optimistic'], 0, ['cart']]);
  });

  it('is not committed when nothing is to be written', async () => {
    const committed = await commitChange(open(), () => okAsync({ result: 'as it was' }));
    expect(committed._unsafeUnwrap()).toBe('as it was');
    expect(watched.seen).toMatchObject({ transactions: 0, optimistic: [] });
  });

  it('is refused at once: it is decided once, and no transaction is opened', async () => {
    const refused = await commitChange(open(), (reads) => {
      note(reads);
      return errAsync(refusal);
    });
    expect(refused._unsafeUnwrapErr()).toEqual(refusal);
    expect([decisions, watched.seen.transactions, watched.seen.optimistic]).toEqual([['optimistic'], 0, []]);
  });

  it('is decided again under locks after a conflict, on what the other change has made', async () => {
    const meanwhile = makeMeanwhile();
    const unitOfWork = open(meanwhile.unitOfWork);
    await commitChange(unitOfWork, () => okAsync(opened('cart')));
    decisions = [];
    meanwhile.once(() => commitChange(unitOfWork, bump));
    expect((await commitChange(unitOfWork, bump))._unsafeUnwrap()).toBe(3);
    expect(decisions).toEqual(['optimistic', 'optimistic', 'locked']);
    expect(watched.seen.transactions).toBe(1);
    expect(store.committed().carts.get('cart')?.version).toBe(3);
  });

  it('is refused under locks for what the other change has made, and writes nothing', async () => {
    const meanwhile = makeMeanwhile();
    const unitOfWork = open(meanwhile.unitOfWork);
    await commitChange(unitOfWork, () => okAsync(opened('cart')));
    meanwhile.once(() => commitChange(unitOfWork, bump));
    const refused = await commitChange(unitOfWork, (reads) =>
      reads.pricing.facts({ cart: { id: 'cart' } }).andThen(({ cart }) => {
        if (cart?.version !== 1) return errAsync(refusal);
        return okAsync({ result: 2, change: { cart: { type: 'change', stored: cartOf('cart', 2) } } as const });
      }),
    );
    expect(refused._unsafeUnwrapErr()).toEqual(refusal);
    expect([watched.seen.transactions, watched.seen.locked]).toEqual([1, []]);
    expect(store.committed().carts.get('cart')?.version).toBe(2);
  });

  it('is tried under locks again while a writer without locks stands against it', async () => {
    let conflicts = 4;
    const unitOfWork = open(conflicting(() => (conflicts -= 1) >= 0));
    const committed = await commitChange(unitOfWork, (reads) => {
      note(reads);
      return okAsync(opened('cart'));
    });
    expect(committed._unsafeUnwrap()).toBe('cart');
    expect([decisions.length, watched.seen.transactions, carts()]).toEqual([1 + 4, 4, ['cart']]);
  });

  it('that conflicts five times under locks may be sent again later', async () => {
    const unitOfWork = open(conflicting(() => true));
    const refused = await commitChange(unitOfWork, () => okAsync(opened('cart')));
    expect(refused._unsafeUnwrapErr()).toEqual({ type: 'storage.unavailable', retryAfterSeconds: 1 });
    expect([watched.seen.transactions, carts()]).toEqual([5, []]);
  });

  it('is not tried again after an outage, neither of the commit nor of the reads', async () => {
    const unitOfWork = open((ordinary) => ({ ...ordinary, commit: () => errAsync(outage) }));
    expect((await commitChange(unitOfWork, () => okAsync(opened('cart'))))._unsafeUnwrapErr()).toEqual(outage);
    store.goAway();
    expect((await commitChange(open(), () => okAsync(opened('cart'))))._unsafeUnwrapErr()).toMatchObject({
      type: 'storage.unavailable',
    });
    expect(watched.seen.transactions).toBe(0);
  });
});

/** Conflicts with every commit, on both ways, for as long as `isInTheWay`. */
const conflicting =
  (isInTheWay: () => boolean) =>
  (ordinary: UnitOfWork): UnitOfWork => ({
    ...ordinary,
    commit: (change) => (isInTheWay() ? errAsync({ type: 'concurrency.conflict' }) : ordinary.commit(change)),
    run: (work) =>
      ordinary.run((repositories) =>
        work({
          ...repositories,
          commit: (change) => (isInTheWay() ? errAsync({ type: 'concurrency.conflict' }) : repositories.commit(change)),
        }),
      ),
  });

describe.each(bothWays)('a request with an idempotency key, committed %s', (_way, { unitOfWork: way }) => {
  const request: IdempotentRequest = { caller: 'somebody', key: 'key', fingerprint: 'a request' };
  let unitOfWork: UnitOfWork;
  beforeEach(() => {
    unitOfWork = open(way);
  });

  /** Opens a cart and completes the key with its id. */
  const send = (id: string, sent = request) =>
    commitOnce<string, never>({ unitOfWork, clock }, sent, {
      decide: (reads) => {
        note(reads);
        const outcome: Decided<string> = opened(id);
        return okAsync({
          ...outcome,
          change: { ...outcome.change, request: { type: 'complete', request: sent, outcome: id, expiresAt } },
        });
      },
      replay: (_reads, outcome) => okAsync(`replay of ${outcome}`),
    });
  /** Would open a cart, were it not refused. */
  const sendRefused = (sent = request) =>
    commitOnce<string, typeof refusal>({ unitOfWork, clock }, sent, {
      decide: (reads) => {
        note(reads);
        return errAsync(refusal);
      },
      replay: (_reads, outcome) => okAsync(`replay of ${outcome}`),
    });
  /** Holds the key for a resource, as a request does that calls another system. */
  const hold = (until: string) =>
    commitOnce<string | undefined, never>({ unitOfWork, clock }, request, {
      decide: (_reads, resourceId) =>
        okAsync({
          result: resourceId,
          change: { request: { type: 'hold', request, resourceId: resourceId ?? 'r', until, expiresAt } },
        }),
      replay: (_reads, outcome) => okAsync(outcome),
    });

  it('is done once, and replayed from its outcome when it is repeated', async () => {
    expect((await send('first'))._unsafeUnwrap()).toBe('first');
    expect((await send('second'))._unsafeUnwrap()).toBe('replay of first');
    expect(carts()).toEqual(['first']);
  });

  it('is done once of twenty that are sent concurrently', async () => {
    const results = await Promise.all(Array.from({ length: 20 }, (_, index) => send(`cart ${index}`)));
    const [id] = carts();
    expect(carts()).toHaveLength(1);
    const values = results.map((result) => result._unsafeUnwrap());
    expect(values.filter((value) => value === id)).toHaveLength(1);
    expect(values.filter((value) => value === `replay of ${id}`)).toHaveLength(19);
  });

  it('is refused when its key belongs to another request', async () => {
    await send('first');
    const other = { ...request, fingerprint: 'another request' };
    expect((await send('second', other))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.key-reused' });
    expect(carts()).toEqual(['first']);
  });

  it('is refused while its key is held, and then resumed with what was held', async () => {
    expect((await hold('2026-11-21T09:31:00.000Z'))._unsafeUnwrap()).toBeUndefined();
    expect((await send('first'))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
    clock.advance(60_000);
    expect((await hold('2026-11-21T09:32:00.000Z'))._unsafeUnwrap()).toBe('r');
    expect((await send('first'))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
  });

  it('is done again when its key has expired', async () => {
    await send('first');
    clock.advance(24 * 3_600_000);
    expect((await send('second'))._unsafeUnwrap()).toBe('second');
    expect(carts()).toEqual(['first', 'second']);
  });

  it('is refused without a transaction when its key is unknown, and leaves the key free', async () => {
    expect((await sendRefused())._unsafeUnwrapErr()).toEqual(refusal);
    expect([decisions, watched.seen.transactions]).toEqual([['optimistic'], 0]);
    expect((await send('first'))._unsafeUnwrap()).toBe('first');
  });

  it('that would now be refused is replayed when its key is finished', async () => {
    await send('first');
    expect((await sendRefused())._unsafeUnwrap()).toBe('replay of first');
  });

  it('that would now be refused is distinguished from another request under its key, and from one in progress', async () => {
    await hold('2026-11-21T09:31:00.000Z');
    expect((await sendRefused())._unsafeUnwrapErr()).toEqual({ type: 'idempotency.in-progress' });
    const other = { ...request, fingerprint: 'another request' };
    expect((await sendRefused(other))._unsafeUnwrapErr()).toEqual({ type: 'idempotency.key-reused' });
  });

  it('that would now be refused is refused when the attempt that held its key has crashed', async () => {
    await hold('2026-11-21T09:31:00.000Z');
    clock.advance(60_000);
    const before = structuredClone(store.committed());
    expect((await sendRefused())._unsafeUnwrapErr()).toEqual(refusal);
    expect(store.committed()).toEqual(before);
  });
});
