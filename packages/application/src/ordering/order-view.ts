import { okAsync, type ResultAsync } from 'neverthrow';
import type { IssuedDocument, IssuedDocumentRecords } from '../ports/repositories/invoicing/issued-document-records.js';
import type { OrderWithDocuments, StoredOrder } from '../ports/repositories/order-records.js';
import type { ReturnRecords, ReturnRequest } from '../ports/repositories/return-records.js';

/** An order as it is stored, with its invoice and credit notes and the returns that its customer has announced. */
export type OrderView = OrderWithDocuments & { readonly returnRequests: readonly ReturnRequest[] };

/** An order with its documents, which it does not have before it was paid, and its announced returns. */
export const orderView = (
  records: {
    readonly returns: Pick<ReturnRecords, 'ofOrder'>;
    readonly issuedDocuments: Pick<IssuedDocumentRecords, 'ofOrder'>;
  },
  stored: StoredOrder,
): ResultAsync<OrderView, never> =>
  documentsOf(records.issuedDocuments, stored).andThen((documents) =>
    returnsOf(records.returns, stored).map((returnRequests) => ({ ...stored, documents, returnRequests })),
  );

const documentsOf = (
  issuedDocuments: Pick<IssuedDocumentRecords, 'ofOrder'>,
  { order }: StoredOrder,
): ResultAsync<readonly IssuedDocument[], never> =>
  order.paidAt === undefined ? okAsync([]) : issuedDocuments.ofOrder(order.id);

/** The announced returns of an order, which it does not have before a parcel of it was shipped. */
export const returnsOf = (
  returns: Pick<ReturnRecords, 'ofOrder'>,
  { order }: StoredOrder,
): ResultAsync<readonly ReturnRequest[], never> =>
  order.shipments.length === 0 ? okAsync([]) : returns.ofOrder(order.id);
