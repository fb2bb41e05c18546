import type { FeedEvent, Ids, UnitOfWork } from '@cartwright/application';
import { freshId, noon, saveVariant, usd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import type { Order } from '@cartwright/domain';
import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { uuidIds } from '../../system/uuid-ids.js';
import { makeDrizzleEventFeed } from '../repositories/event-feed.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestPostgres();
});
afterAll(() => database.close());

/** Whose clock is wrong: the ids of its events are earlier than those of events that were committed before. */
const late: Ids = { ...uuidIds, next: () => `00000000-${uuidIds.next().slice(9)}` };

/** Changes an order under its lock, slowly: the transaction has written before it waits for the lock. */
const change = (unitOfWork: UnitOfWork, id: string) =>
  unitOfWork.run(({ orders, inbox, commit }) =>
    inbox.seen(freshId(), 'test').andThen(() =>
      orders.lock(id).andThen((stored) => {
        if (stored === undefined) throw new Error('the order exists');
        const { order, version } = stored;
        const event = { type: 'order.refund-due', orderId: id, dueBack: usd(version), at: noon } as const;
        return commit({ order: { type: 'change', order, version }, events: [event] });
      }),
    ),
  );

it('shows a reader every event once and in order per order, while many processes commit and publish', async () => {
  const shops = [uuidIds, late].map((ids) => makeDrizzleUnitOfWork({ db: database.db, ids, storeCurrency: 'USD' }));
  const [first] = shops;
  if (first === undefined) throw new Error('there are shops');
  const variantId = await saveVariant(first, { price: usd(1_000), stock: 999 });
  const orders: Order[] = [];
  for (let count = 0; count < 8; count += 1) {
    const order = await sampleOrder(first, { lines: [{ variantId, quantity: 1 }] });
    valueOf(await first.commit({ order: { type: 'place', order } }));
    orders.push(order);
  }
  const feeds = Array.from({ length: 3 }, () => makeDrizzleEventFeed({ db: database.db }));
  const changes = 40;
  const state = { isDone: false };

  const writers = orders.flatMap(({ id }) =>
    shops.map(async (shop) => {
      for (let count = 0; count < changes / 2; count += 1) valueOf(await change(shop, id));
    }),
  );
  const publishers = feeds.map(async (feed) => {
    while (!state.isDone) valueOf(await feed.publish());
  });
  const read: FeedEvent[] = [];
  const reader = (async () => {
    for (;;) {
      const ends = state.isDone;
      const events = valueOf(await makeDrizzleEventFeed({ db: database.db }).after(read.at(-1)?.position ?? 0, 7));
      read.push(...events);
      if (ends && events.length === 0) return;
    }
  })();
  await Promise.all(writers);
  valueOf(await makeDrizzleEventFeed({ db: database.db }).publish());
  state.isDone = true;
  await Promise.all([...publishers, reader]);

  for (const { id } of orders) {
    const versions = read.filter(({ orderId }) => orderId === id).map(({ version }) => version);
    expect(versions).toEqual(Array.from({ length: changes }, (_, index) => index + 2));
  }
});

it('never waits in a circle with an ack of what another process has published meanwhile', async () => {
  const { db } = database;
  const [firstId, secondId] = [uuidIds.next(), uuidIds.next()];
  const event = JSON.stringify({ type: 'order.paid', orderId: freshId(), captured: usd(1), at: noon });
  for (const id of [firstId, secondId])
    await db.execute(sql`insert into outbox (id, event, created_at, order_version, is_published)
      values (${id}, ${event}::jsonb, ${noon}, 1, false)`);
  const waiting = async () =>
    db.$count(sql`pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`);
  const ack = (tx: Pick<typeof db, 'execute'>, id: string) => tx.execute(sql`delete from outbox where id = ${id}`);

  const publication = { isOver: false };
  const publish = async () => {
    const count = valueOf(await makeDrizzleEventFeed({ db }).publish());
    publication.isOver = true;
    return count;
  };
  const published = await db.transaction(async (acking) => {
    const publishing = await db.transaction(async (other) => {
      // The lock of publications. One has read the rows when it waits for it, and waits while others publish them.
      await other.execute(sql`select pg_advisory_xact_lock(7318201)`);
      const count = publish();
      while ((await waiting()) === 0);
      await db.execute(sql`update outbox set is_published = true where id in (${firstId}, ${secondId})`);
      await ack(acking, secondId);
      return { count };
    });
    while (!publication.isOver && (await waiting()) === 0);
    await ack(acking, firstId);
    return publishing;
  });
  await expect(published.count).resolves.toBe(0);
});
