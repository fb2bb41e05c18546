/** A shop that was driven at random, on PostgreSQL. `DRIVE_SEED` repeats a run. */
import { makeAuditBooks, writeDifference } from '@cartwright/application';
import { valueOf } from '@cartwright/application/contracts/sample-shop';
import { and, asc, eq, isNotNull, sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openTestPostgres, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { driveShop, type Done } from '../../../testing/random-shop/drive-shop.js';
import { openRandomShop, type RandomShop } from '../../../testing/random-shop/open-random-shop.js';
import { repeatableChance } from '../../../testing/random-shop/repeatable-chance.js';
import type { Database } from '../connection/database.js';
import { makeDrizzleBooksReader } from '../read-models/books-reader.js';
import { makeDrizzleStockReader } from '../read-models/stock-reader.js';
import { issuedDocuments, orderPricingInputs, orders, payments, stock, stockMovements } from '../schema.js';

const seed = Number(process.env['DRIVE_SEED'] ?? Date.now() % 1_000_000);
const [rounds, ordersARound] = [12, 40];

describe(`a shop that was driven at random (DRIVE_SEED=${seed})`, () => {
  let database: TestDatabase;
  let shop: RandomShop;
  let done: Done;
  beforeAll(async () => {
    database = await openTestPostgres();
    shop = await openRandomShop(database.db);
    done = await driveShop(shop, { chance: repeatableChance(seed), rounds, ordersARound });
  });
  afterAll(async () => database.close());

  const audit = async (db: Database) => {
    const lines: string[] = [];
    const readers = { booksReader: makeDrizzleBooksReader({ db }), stockReader: makeDrizzleStockReader({ db }) };
    const report = makeAuditBooks({ ...readers, clock: shop.clock });
    const audited = valueOf(await report((difference) => lines.push(writeDifference(difference))));
    return { audited, lines };
  };

  it('has seen thousands of acts, some of each kind', () => {
    const acts = [...done].map(([name, count]) => ({ name, ...count }));
    expect(acts.reduce((sum, act) => sum + act.done, 0)).toBeGreaterThan(1_000);
    expect(acts.filter((act) => act.done === 0)).toEqual([]);
  });

  it('has no difference in its books, and its reports are the sums of its orders', async () => {
    const { audited, lines } = await audit(database.db);
    expect(lines).toEqual([]);
    expect(audited).toEqual({ orders: rounds * ordersARound + 1, unpriced: 0, differences: 0 });
    expect(valueOf(await shop.useCases.rebuildReports())).toEqual({ repaired: 0, removed: 0 });
  });

  it('finds and names one changed cent, or unit, of each thing that is stored', async () => {
    const changed = new Map<string, RegExp>();
    let found: readonly string[] = [];
    const undone = new Error('everything is undone');
    const changes = database.db.transaction(async (tx) => {
      // Documents that were issued cannot be changed otherwise.
      await tx.execute(sql`set local session_replication_role = replica`);
      /** The id of an order that nothing was changed of. */
      const orderWith = async (condition: SQL | undefined): Promise<string> => {
        const all = await tx.select({ id: orders.id }).from(orders).where(condition).orderBy(asc(orders.id));
        const chosen = all.find(({ id }) => !changed.has(id));
        if (chosen === undefined) throw new Error('the drive made no such order');
        return chosen.id;
      };
      const has = (path: string) => sql`${orders.document}::jsonb #> ${path}::text[] is not null`;
      const is = (path: string, text: string) => sql`${orders.document}::jsonb #>> ${path}::text[] = ${text}`;
      const list = (name: string) => sql`(${orders.document}::jsonb -> ${name})`;
      const nothingElseCameBack = sql`not exists (
        select from jsonb_array_elements(${list('returns')} || ${list('unitCancellations')} || ${list('unitWaivers')}) back
        where back ->> 'id' <> ${orders.document}::jsonb #>> '{withdrawals,0,id}')`;
      const oneMore = (column: SQL, path: string) => sql`jsonb_set(${column}::jsonb, ${path}::text[],
        to_jsonb((${column}::jsonb #>> ${path}::text[])::bigint + 1))::json`;
      // `stored-numbers.test.ts` of the application changes every number that an order stores.
      const inDocuments: readonly (readonly [path: string, named: RegExp, condition?: SQL])[] = [
        // What few orders have comes first: the others change another order.
        ['{withdrawals,0,shippingRefund,amount}', /, order: withdrawals\[0\]\.shippingRefund is /u],
        ['{returns,0,shippingRefund,amount}', /, order: returns\[0\](\.amount)? is /u],
        ['{pricing,total,amount}', /, price: pricing\.total is /u],
        ['{pricing,lines,0,total,amount}', /, price: pricing\.lines\[0\]\.total is /u],
        // What staff record by hand has no attempt to compare it with.
        ['{payments,0,amount,amount}', /, payment: payments\[0\]\.amount is /u, is('{payments,0,provider}', 'sandbox')],
        // Of less than all that was due, a cent more leaves a cent less due, or is goodwill of a later refund.
        // More than was held is refused. One that failed has settled nothing.
        [
          '{refunds,0,amount,amount}',
          /, order: (refunds\[\d\](\.\w+)?|dueBack) is /u,
          is('{refunds,0,status}', 'confirmed'),
        ],
        ['{refunds,0,goodwill,amount}', /, order: refunds\[0\]\.goodwill is /u],
        ['{returns,0,amount,amount}', /, order: returns\[0\]\.amount is /u],
        ['{unitCancellations,0,amount,amount}', /, order: unitCancellations\[0\]\.amount is /u],
        ['{unitWaivers,0,amount,amount}', /, order: unitWaivers\[0\]\.amount is /u],
        // Of units that were returned or cancelled at the same instant, the withdrawal may have been first or last.
        ['{withdrawals,0,refund,amount}', /, order: withdrawals\[0\]\.refund is /u, nothingElseCameBack],
        ['{disputes,0,withdrawn,amount}', /, order: disputes\[0\]\.withdrawn is /u],
        ['{dueBack,amount}', /, order: dueBack is /u],
      ];
      for (const [path, named, condition] of inDocuments) {
        const id = await orderWith(and(has(path), condition));
        await tx
          .update(orders)
          .set({ document: oneMore(sql`${orders.document}`, path) })
          .where(eq(orders.id, id));
        changed.set(id, named);
      }
      const ofColumn = await orderWith(sql`true`);
      await tx
        .update(orders)
        .set({ total: sql`${orders.total} + 1` })
        .where(eq(orders.id, ofColumn));
      changed.set(ofColumn, /, order: columns\.total is /u);

      // Digital lines are sent without a charge, whatever that of the method is.
      const ofInput = await orderWith(
        sql`(${orders.document}::jsonb #>> '{pricing,shipping,charge,amount}')::bigint > 0`,
      );
      await tx
        .update(orderPricingInputs)
        .set({ document: oneMore(sql`${orderPricingInputs.document}`, '{shipping,charge,amount}') })
        .where(eq(orderPricingInputs.orderId, ofInput));
      changed.set(ofInput, /, price: pricing\.shipping\.charge is /u);

      const attempted = sql`exists (select from ${payments} where ${payments.orderId} = ${orders.id}
        and ${payments.captureReference} is not null)`;
      const ofAttempt = await orderWith(attempted);
      await tx
        .update(payments)
        .set({ amount: sql`${payments.amount} + 1` })
        .where(and(eq(payments.orderId, ofAttempt), isNotNull(payments.captureReference)));
      changed.set(ofAttempt, /, payment: payments\[\d\]\.amount is /u);

      for (const kind of ['invoice', 'credit-note'] as const) {
        const issued = sql`exists (select from ${issuedDocuments} where ${issuedDocuments.orderId} = ${orders.id}
          and ${issuedDocuments.kind} = ${kind})`;
        const isOf = (id: string) => and(eq(issuedDocuments.orderId, id), eq(issuedDocuments.kind, kind));
        const ofAmount = await orderWith(issued);
        await tx
          .update(issuedDocuments)
          .set({ amount: sql`${issuedDocuments.amount} + 1` })
          .where(isOf(ofAmount));
        changed.set(ofAmount, new RegExp(`, ${kind}: `, 'u'));
        const ofContent = await orderWith(issued);
        const path = kind === 'invoice' ? '{total,amount}' : '{amount,amount}';
        const content = oneMore(sql`${issuedDocuments.content}`, path);
        await tx.update(issuedDocuments).set({ content }).where(isOf(ofContent));
        changed.set(ofContent, new RegExp(`, ${kind}: \\S+\\.content\\.`, 'u'));
      }

      const [movement] = await tx.select().from(stockMovements).orderBy(asc(stockMovements.id)).limit(1);
      if (movement === undefined) throw new Error('stock has moved');
      await tx
        .update(stockMovements)
        .set({ quantity: movement.quantity + 1 })
        .where(eq(stockMovements.id, movement.id));
      changed.set(movement.variantId, /, stock: (available|reserved) is /u);
      const [level] = await tx
        .select()
        .from(stock)
        .where(sql`${stock.variantId} <> ${movement.variantId}`)
        .limit(1);
      if (level === undefined) throw new Error('there is stock');
      await tx
        .update(stock)
        .set({ available: level.available - 1 })
        .where(eq(stock.variantId, level.variantId));
      changed.set(level.variantId, /, stock: available is /u);

      ({ lines: found } = await audit(tx));
      throw undone;
    });
    await expect(changes).rejects.toBe(undone);
    for (const [id, named] of changed) {
      expect(found.filter((line) => line.includes(id)).join('\n'), `${named.source} of ${id}`).toMatch(named);
    }
    expect(found.filter((line) => ![...changed.keys()].some((id) => line.includes(id)))).toEqual([]);
  });
});
