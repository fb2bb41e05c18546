import { valueOf } from '@cartwright/application/contracts/sample-shop';
import { sampleInvoice, samplePaidOrder } from '@cartwright/application/contracts/sample-invoice';
import { sampleDocument } from '@cartwright/application/contracts/unit-of-work/issued-documents';
import { sql, type SQL } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testedDatabases, type TestDatabase } from '../../../testing/drizzle-databases.js';
import { uuidIds as ids } from '../../system/uuid-ids.js';
import { makeDrizzleUnitOfWork } from '../unit-of-work.js';

describe.each(testedDatabases)('%s', (_name, open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
    const unitOfWork = makeDrizzleUnitOfWork({ db: database.db, ids, storeCurrency: 'USD' });
    const content = sampleInvoice(samplePaidOrder({ unitPrices: [100] }));
    valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.add(sampleDocument(), content)));
    valueOf(await unitOfWork.run(({ issuedDocuments }) => issuedDocuments.savePdf('INV-1', Uint8Array.of(1, 2))));
  });
  afterAll(async () => database.close());

  it.each<[string, SQL]>([
    ['another amount', sql`update issued_documents set amount = amount + 1`],
    ['another number', sql`update issued_documents set number = 'INV-2'`],
    ['other words', sql`update issued_documents set content = '{}'`],
    ['other bytes', sql`update issued_documents set pdf = '\\x00'`],
    ['a deletion', sql`delete from issued_documents`],
    ['a truncation', sql`truncate issued_documents`],
  ])('refuses %s of an issued document', async (_what, statement) => {
    await expect(database.db.execute(statement)).rejects.toMatchObject({
      cause: { message: expect.stringContaining('invoices and credit notes cannot be changed') },
    });
  });
});
