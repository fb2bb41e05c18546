import type { IssuedDocument, IssuedDocumentRecords, StoredDocument } from '@cartwright/application';
import { asc, desc, eq, sql, type SQL } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { createHash } from 'node:crypto';
import type { Database } from '../connection/database.js';
import { query } from '../connection/try-query.js';
import { isStorable, isUuid } from '../connection/storable-text.js';
import { documentCounters, issuedDocuments } from '../schema.js';

/** Invoices and credit notes in the table `issued_documents`, and their sequences in `document_counters`. */
export const makeDrizzleIssuedDocumentRecords = (tx: Database): IssuedDocumentRecords => ({
  takeNumber: (kind, at) =>
    query(async () => {
      const [row] = await tx
        .insert(documentCounters)
        .values({ kind, last: 1, lastIssuedAt: at })
        .onConflictDoUpdate({
          target: documentCounters.kind,
          set: {
            last: sql`${documentCounters.last} + 1`,
            lastIssuedAt: sql`greatest(${documentCounters.lastIssuedAt}, excluded.last_issued_at)`,
          },
        })
        .returning();
      if (row === undefined) throw new Error('the counter of documents was not written');
      return { counter: row.last, issuedAt: row.lastIssuedAt };
    }),
  add: ({ amount: { amount, currency }, taxes, ...document }, content) =>
    query(async () => {
      const contentHash = sha256(JSON.stringify(content));
      await tx.insert(issuedDocuments).values({ ...document, amount, currency, taxes, content, contentHash });
    }),
  ofOrder: (orderId) =>
    query(async () => {
      if (!isUuid(orderId)) return [];
      const rows = await tx
        .select(documentColumns)
        .from(issuedDocuments)
        .where(eq(issuedDocuments.orderId, orderId))
        .orderBy(...documentOrder);
      return rows.map(documentOf);
    }),
  find: (number) =>
    query(async (): Promise<StoredDocument | undefined> => {
      if (!isStorable(number)) return undefined;
      const { content, pdf } = issuedDocuments;
      const [row] = await tx
        .select({ document: documentColumns, content, pdf })
        .from(issuedDocuments)
        .where(eq(issuedDocuments.number, number));
      return (
        row && {
          document: documentOf(row.document),
          ...(row.content === null ? {} : { content: row.content }),
          ...(row.pdf === null ? {} : { pdf: row.pdf }),
        }
      );
    }),
  savePdf: (number, pdf) =>
    query(async () => {
      const [row] = await tx
        .update(issuedDocuments)
        .set({ pdf: orElse(issuedDocuments.pdf, pdf), pdfHash: orElse(issuedDocuments.pdfHash, sha256(pdf)) })
        .where(eq(issuedDocuments.number, number))
        .returning({ pdf: issuedDocuments.pdf });
      return row?.pdf ?? pdf;
    }),
});

const sha256 = (stored: string | Uint8Array): Uint8Array => createHash('sha256').update(stored).digest();

/** What is stored already stays. */
const orElse = (column: PgColumn, bytes: Uint8Array): SQL => sql`coalesce(${column}, ${sql.param(bytes, column)})`;

/** The columns of a document without its content and its PDF. */
export const documentColumns = {
  number: issuedDocuments.number,
  kind: issuedDocuments.kind,
  counter: issuedDocuments.counter,
  orderId: issuedDocuments.orderId,
  subject: issuedDocuments.subject,
  issuedAt: issuedDocuments.issuedAt,
  amount: issuedDocuments.amount,
  currency: issuedDocuments.currency,
  taxes: issuedDocuments.taxes,
};

/** The invoice first, then credit notes by number. */
export const documentOrder = [desc(issuedDocuments.kind), asc(issuedDocuments.counter)] as const;

type DocumentRow = Pick<typeof issuedDocuments.$inferSelect, keyof typeof documentColumns>;

export const documentOf = ({ subject, amount, currency, taxes, ...row }: DocumentRow): IssuedDocument => ({
  ...row,
  ...(subject === null ? {} : { subject }),
  amount: { amount, currency },
  // `jsonb` sorts the members.
  taxes: taxes.map(({ rate, net, tax }) => ({ rate, net: moneyOf(net), tax: moneyOf(tax) })),
});

const moneyOf = ({ amount, currency }: IssuedDocument['amount']): IssuedDocument['amount'] => ({ amount, currency });
