import type { Order, OrderId } from '@cartwright/domain';
import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { OrderNotFound } from '../ordering/authorize-order.js';
import type { Clock } from '../ports/clock.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { DocumentContent, IssuedDocument } from '../ports/repositories/invoicing/issued-document-records.js';
import type { OrderWithDocuments } from '../ports/repositories/order-records.js';
import type { ShopDetails } from '../ports/repositories/shop-records.js';
import type { Repositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import { initialDetails } from '../shop/view-shop.js';
import { documentNumber } from './document-number.js';
import { documentsDue, type DueDocument } from './documents-due.js';
import type { InvoicingDefaults } from './invoice-at-payment.js';
import { invoiceOf } from './invoice.js';
import { sellerOf } from './seller-of.js';

export type IssueDocumentsError = OrderNotFound | StorageUnavailable;
/**
 * Issues the invoice and the credit notes that an order lacks, and returns all that it has. A repeat issues nothing.
 * The order is locked, so each is issued once; numbers are taken in the transaction that stores the document, so none
 * is missing.
 */
export type IssueDocuments = (command: {
  readonly orderId: OrderId;
}) => ResultAsync<readonly IssuedDocument[], IssueDocumentsError>;

export type IssueDocumentsDeps = InvoicingDefaults & { readonly unitOfWork: UnitOfWork; readonly clock: Clock };

/**
 * Reads before it locks. A repeat takes no lock, because everything is issued; nor does the job of an order whose
 * payment has issued its invoice.
 */
export const makeIssueDocuments =
  (deps: IssueDocumentsDeps): IssueDocuments =>
  ({ orderId }) =>
    deps.unitOfWork
      .read(({ orders }) => orders.findWithDocuments(orderId))
      .andThen((stored) =>
        stored === undefined ? errAsync({ type: 'order.not-found', orderId } as const) : allDocuments(deps, stored),
      );

/** The documents of an order that was read. One that the job has not issued yet is issued now. */
export const allDocuments = (
  deps: IssueDocumentsDeps,
  { order, documents }: OrderWithDocuments,
): ResultAsync<readonly IssuedDocument[], IssueDocumentsError> =>
  documentsDue(order, documents).length === 0 ? okAsync(documents) : issueUnderLock(deps, order.id);

const issueUnderLock = (
  deps: IssueDocumentsDeps,
  orderId: OrderId,
): ResultAsync<readonly IssuedDocument[], IssueDocumentsError> =>
  deps.unitOfWork.run((repositories) =>
    repositories.orders
      .lock(orderId)
      .andThen((stored) =>
        stored === undefined
          ? errAsync({ type: 'order.not-found', orderId } as const)
          : issueDocumentsOf(deps, repositories, stored.order),
      ),
  );

type Deps = Omit<IssueDocumentsDeps, 'unitOfWork'>;
type Records = Pick<Repositories, 'issuedDocuments' | 'shop'>;

/** The same for an order that this transaction has locked. */
export const issueDocumentsOf = (
  deps: Deps,
  records: Records,
  order: Order,
): ResultAsync<readonly IssuedDocument[], never> =>
  records.issuedDocuments.ofOrder(order.id).andThen((issued) => {
    const due = documentsDue(order, issued);
    if (due.length === 0) return okAsync(issued);
    return records.shop.find().andThen((found) => {
      const details = found ?? initialDetails(deps);
      return due.reduce<ResultAsync<readonly IssuedDocument[], never>>(
        (before, each) =>
          before.andThen((all) =>
            issue(deps, records, { order, details, issued: all }, each).map((one) => [...all, one]),
          ),
        okAsync(issued),
      );
    });
  });

type Context = {
  readonly order: Order;
  readonly details: ShopDetails;
  readonly issued: readonly IssuedDocument[];
};

const issue = (
  { clock }: Deps,
  { issuedDocuments }: Records,
  context: Context,
  { kind, ...due }: DueDocument,
): ResultAsync<IssuedDocument, never> =>
  issuedDocuments.takeNumber(kind, clock.now()).andThen(({ counter, issuedAt }) => {
    const number = documentNumber(kind, counter);
    const document: IssuedDocument = { kind, number, counter, orderId: context.order.id, issuedAt, ...due };
    const content =
      kind === 'invoice' ? okAsync(invoice(document, context)) : creditNote(issuedDocuments, document, context);
    return content.andThen((said) => issuedDocuments.add(document, said)).map(() => document);
  });

function invoice({ number, issuedAt }: Pick<IssuedDocument, 'number' | 'issuedAt'>, { order, details }: Context) {
  const made = invoiceOf(order, { number, issuedAt, seller: sellerOf(details), timeZone: details.timeZone });
  if (made === undefined) throw new Error(`order ${order.id} has an invoice but was not paid`);
  return made;
}

/** The buyer is whom the invoice names: the order may have been erased since. */
function creditNote(
  issuedDocuments: Pick<Repositories['issuedDocuments'], 'find'>,
  { number, issuedAt, amount, taxes }: IssuedDocument,
  context: Context,
): ResultAsync<DocumentContent, never> {
  const invoiced = context.issued.find(({ kind }) => kind === 'invoice');
  if (invoiced === undefined) throw new Error(`order ${context.order.id} has a credit note but no invoice`);
  return issuedDocuments.find(invoiced.number).map((stored): DocumentContent => {
    const content = stored?.content;
    const { orderNumber, timeZone, email, vatNumber, billTo, taxIncluded, currency } =
      content?.type === 'invoice' ? content : invoice(invoiced, context);
    return {
      type: 'credit-note',
      number,
      issuedAt,
      invoice: { number: invoiced.number, issuedAt: invoiced.issuedAt },
      orderNumber,
      currency,
      timeZone,
      seller: sellerOf(context.details),
      email,
      ...(vatNumber === undefined ? {} : { vatNumber }),
      ...(billTo === undefined ? {} : { billTo }),
      taxIncluded,
      amount,
      taxes,
    };
  });
}
