import type { DecidedChange } from '@cartwright/application';
import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import { afterNoon, freshId, noon, sampleCart, saveVariant, usd, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sql } from 'drizzle-orm';
import { expect, it } from 'vitest';
import { openTestPostgres } from '../../testing/drizzle-databases.js';
import { uuidIds } from '../system/uuid-ids.js';
import { makeDrizzleCatalogueReader } from './catalogue-reader.js';
import { byKey, rowsOf } from './database.js';
import { makeDrizzleOrderPlacements } from './order-placements.js';
import { makeDrizzleUnitOfWork } from './unit-of-work.js';

const growing = /(?:Scan using \S+|Scan) on (?:carts|products|orders|payments|idempotency_keys|inbox)\b/u;

it('what a purchase runs goes through no growing table, even planned while all of them were empty', async () => {
  const { db, close } = await openTestPostgres({ maxConnections: 6 });
  const unitOfWork = makeDrizzleUnitOfWork({ db, ids: uuidIds, storeCurrency: 'USD' });
  const mug = await saveVariant(unitOfWork, { stock: 9 });
  const stored = sampleCart({});
  const order = await sampleOrder(unitOfWork, { lines: [{ variantId: mug, quantity: 1 }] });
  await db.execute(sql`truncate products, carts, orders, payments, idempotency_keys, inbox cascade`);
  await db.execute(sql`vacuum analyze`);

  const request = { caller: 'ada', key: 'pay', fingerprint: 'a request' };
  const attempt = { id: freshId(), orderId: order.id, provider: 'sandbox', method: 'card', amount: usd(1_000), createdAt: noon } as const;
  const changes: readonly DecidedChange[] = [
    { type: 'cart-opened', stored },
    { type: 'cart-changed', stored: { ...stored, version: 2 } },
    { type: 'payment-begun', attempt, orderVersion: 1, request, held: { until: noon, expiresAt: afterNoon(60) } },
    { type: 'payment-started', paymentId: attempt.id, reference: 'r', request, finished: { outcome: '{}', expiresAt: afterNoon(60) } },
    { type: 'order-changed', stored: { order, version: 1 }, events: [], message: { messageId: 'm', handler: 'h', at: noon }, payment: { id: attempt.id, reference: 'r' } },
  ];
  await makeDrizzleOrderPlacements({ db, ids: uuidIds }).commit({ order, events: [], demand: [], request, outcome: '{}', expiresAt: afterNoon(60) });
  for (const change of changes) await unitOfWork.keep(change);
  valueOf(await makeDrizzleCatalogueReader({ db, storeCurrency: 'USD' }).product('mug'));

  const known = async () => rowsOf(await byKey(db).execute(sql`select statement from pg_prepared_statements where statement like '%$1%'`));
  const statements = new Set((await Promise.all([known(), known(), known()])).flat().map(({ statement }) => String(statement)));
  expect(statements.size).toBeGreaterThan(changes.length);
  const whole: string[] = [];
  for (const statement of statements) {
    const plan = rowsOf(await byKey(db).execute(sql.raw(`explain (generic_plan) ${statement}`))).map((row) => String(Object.values(row)[0]));
    whole.push(...plan.filter((line, at) => growing.test(line) && !/(?:Index|Recheck) Cond/u.test(plan[at + 1] ?? '')));
  }
  expect(whole).toEqual([]);
  await close();
});
