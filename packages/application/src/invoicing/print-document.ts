import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { InvoicePrinter } from '../ports/invoice-printer.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';

/** Its retention is over: only its number and its amounts are left. */
export type DocumentDeleted = { readonly type: 'invoice.deleted'; readonly number: string };
export type PrintedDocument = { readonly number: string; readonly pdf: Uint8Array };

type Deps = { readonly unitOfWork: UnitOfWork; readonly invoicePrinter: InvoicePrinter };

/** The PDF of an issued document. It is made at the first request, outside of transactions. What is stored stays. */
export const printDocument = (
  { unitOfWork, invoicePrinter }: Deps,
  number: string,
): ResultAsync<PrintedDocument, DocumentDeleted | StorageUnavailable> =>
  unitOfWork
    .read(({ issuedDocuments }) => issuedDocuments.find(number))
    .andThen((stored): ResultAsync<Uint8Array, DocumentDeleted | StorageUnavailable> => {
      if (stored?.pdf !== undefined) return okAsync(stored.pdf);
      if (stored?.content === undefined) return errAsync({ type: 'invoice.deleted', number });
      return invoicePrinter
        .print(stored.content)
        .andThen((pdf) => unitOfWork.run(({ issuedDocuments }) => issuedDocuments.savePdf(number, pdf)));
    })
    .map((pdf) => ({ number, pdf }));
