import type { IssuedDocument, IssuedDocumentRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const issuedDocumentRecords = (tables: Tables): IssuedDocumentRecords => {
  const { issuedDocuments, documentCounters } = tables;
  return {
    takeNumber: (kind, at) => {
      const { counter, issuedAt } = documentCounters.get(kind) ?? { counter: 0, issuedAt: at };
      const taken = { counter: counter + 1, issuedAt: issuedAt > at ? issuedAt : at };
      documentCounters.set(kind, taken);
      return okAsync(taken);
    },
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

/** The invoice first, then credit notes by number. */
export const documentsOf = ({ issuedDocuments }: Tables, orderId: string): readonly IssuedDocument[] =>
  [...issuedDocuments.values()]
    .map(({ document }) => document)
    .filter((document) => document.orderId === orderId)
    .sort((left, right) =>
      left.kind === right.kind ? left.counter - right.counter : left.kind === 'invoice' ? -1 : 1,
    );
