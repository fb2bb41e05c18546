import { sampleOrder } from '@cartwright/application/contracts/sample-order';
import { saveVariant, valueOf } from '@cartwright/application/contracts/sample-shop';
import { sampleInvoice, samplePaidOrder } from '@cartwright/application/contracts/sample-invoice';
import { sampleDocument } from '@cartwright/application/contracts/unit-of-work/issued-documents';
import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { uuidIds as ids } from '../../system/uuid-ids.js';
import { makeDrizzleBooksReader } from '../read-models/books-reader.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

describe.each(testedDatabases)('%s', (_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
    const unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids, storeCurrency: 'USD' });
    const content = sampleInvoice(samplePaidOrder({ unitPrices: [100], tax: 'inclusive' }));
    const order = await sampleOrder(unitOfWork, { lines: [{ variantId: await saveVariant(unitOfWork), quantity: 1 }] });
    valueOf(await unitOfWork.commit({ order: { type: 'place', order } }));
    const document = sampleDocument({ orderId: order.id });
    valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(document, content)));
    valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.savePdf('INV-1', Uint8Array.of(1, 2))));
  });
  afterAll(async () => database.close());

  it.each<[part: string, change: SQL]>([
    ['content', sql`content = replace(content::text, '9', '8')::json`],
    ['pdf', sql`pdf = set_byte(pdf, 1, 3)`],
  ])('finds one changed byte of the %s of a document', async (part, change) => {
    const { db } = database;
    const reader = makeDrizzleBooksReader({ db });
    const changed = async () => valueOf(await reader.orders(1))[0]?.documents.map((each) => each.changed);
    expect(await changed()).toEqual([[]]);
    await db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(sql`create temp table before on commit drop as select * from issued_documents`);
      await tx.execute(sql`update issued_documents set ${change}`);
      const [booked] = valueOf(await makeDrizzleBooksReader({ db: tx }).orders(1));
      expect(booked?.documents.map((each) => each.changed)).toEqual([[part]]);
      await tx.execute(sql`update issued_documents set content = before.content, pdf = before.pdf from before`);
    });
    expect(await changed()).toEqual([[]]);
  });

  it.each<[string, SQL]>([
    ['another amount', sql`update issued_documents set amount = amount + 1`],
    ['another number', sql`update issued_documents set number = 'INV-2'`],
    ['other words', sql`update issued_documents set content = '{}'`],
    ['other bytes', sql`update issued_documents set pdf = '\\x00'`],
    ['another hash', sql`update issued_documents set pdf_hash = '\\x00'`],
    ['a deletion', sql`delete from issued_documents`],
    ['a truncation', sql`truncate issued_documents`],
  ])('refuses %s of an issued document', async (_what, statement) => {
    await expect(database.db.execute(statement)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('invoices and credit notes cannot be changed') },
    });
  });
});
