import {
  documentNumber,
  numberedInvoice,
  type DocumentKind,
  type InvoiceWrite,
  type IssuedDocument,
  type IssuedDocumentRecords,
} from '@cartwright/application';
import type { Instant } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const issuedDocumentRecords = (tables: Tables): IssuedDocumentRecords => {
  const { issuedDocuments } = tables;
  return {
    takeNumber: (kind, at) => okAsync(takeNumber(tables, kind, at)),
    add: (document, content) => {
      issuedDocuments.set(document.number, { document, content });
      return okAsync(undefined);
    },
    ofOrder: (orderId) => okAsync(documentsOf(tables, orderId)),
    find: (number) => okAsync(issuedDocuments.get(number)),
    savePdf: (number, pdf) => {
      const stored = issuedDocuments.get(number);
      if (stored === undefined) return okAsync(pdf);
      issuedDocuments.set(number, { ...stored, pdf: stored.pdf ?? pdf });
      return okAsync(stored.pdf ?? pdf);
    },
  };
};

function takeNumber({ documentCounters }: Tables, kind: DocumentKind, at: Instant) {
  const { counter, issuedAt } = documentCounters.get(kind) ?? { counter: 0, issuedAt: at };
  const taken = { counter: counter + 1, issuedAt: issuedAt > at ? issuedAt : at };
  documentCounters.set(kind, taken);
  return taken;
}

/** Issues an invoice, if its order has none. */
export function issueInvoice(tables: Tables, { orderId, content, at }: InvoiceWrite): boolean {
  if (documentsOf(tables, orderId).some(({ kind }) => kind === 'invoice')) return false;
  const { counter, issuedAt } = takeNumber(tables, 'invoice', at);
  const number = documentNumber('invoice', counter);
  const { total: amount, taxes } = content;
  tables.issuedDocuments.set(number, {
    document: { kind: 'invoice', number, counter, orderId, issuedAt, amount, taxes },
    content: numberedInvoice(content, { number, issuedAt }),
  });
  return true;
}

/** The invoice first, then credit notes by number. */
export const documentsOf = ({ issuedDocuments }: Tables, orderId: string): readonly IssuedDocument[] =>
  [...issuedDocuments.values()]
    .map(({ document }) => document)
    .filter((document) => document.orderId === orderId)
    .sort((left, right) =>
      left.kind === right.kind ? left.counter - right.counter : left.kind === 'invoice' ? -1 : 1,
    );
