import type {
  OpenInvoiceError,
  PrintCreditNoteError,
  PrintedDocument,
  PrintInvoiceError,
  PrintPackingSlipError,
  UseCases,
} from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { Id, IdParams } from '../../requests/plain-schemas.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { LinkParams } from './download-schemas.js';
import { linkProblems } from './link-problems.js';
import { viewOrderProblems } from './order-problems.js';

const Pdf = { description: 'A PDF.', content: { 'application/pdf': { schema: Type.Unsafe<Buffer>({}) } } } as const;

const documentProblems = {
  'invoice.deleted': {
    status: 410,
    title: 'The document was deleted',
    detail: 'The years for which the law requires the document are over.',
    hint: 'It was `number`.',
  },
} as const;

const printInvoiceProblems = {
  ...viewOrderProblems,
  'invoice.not-available': {
    status: 409,
    title: 'No invoice yet',
    detail: 'Only an order that was paid has an invoice.',
  },
  ...documentProblems,
} satisfies Problems<PrintInvoiceError>;

const printCreditNoteProblems = {
  ...viewOrderProblems,
  'credit-note.not-found': {
    status: 404,
    title: 'No such credit note',
    detail: 'The order does not have this credit note.',
    hint: 'Its `creditNotes` list the numbers.',
  },
  ...documentProblems,
} satisfies Problems<PrintCreditNoteError>;

const packingSlipProblems = {
  ...viewOrderProblems,
  'order.nothing-to-send': {
    status: 409,
    title: 'Nothing to send',
    detail: 'All units of the order were sent or cancelled, or it is digital.',
  },
} satisfies Problems<PrintPackingSlipError>;

const openInvoiceProblems = {
  ...printInvoiceProblems,
  ...printCreditNoteProblems,
  ...linkProblems,
} satisfies Problems<OpenInvoiceError>;

const CreditNoteParams = Type.Object({ id: Id, number: Type.String({ maxLength: 64, examples: ['CN-000001'] }) });

/** Invoices, credit notes and packing slips as PDF. */
export const invoiceRoutes =
  ({ printInvoice, printCreditNote, openInvoice, printPackingSlip }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Orders'];

    app.get(
      '/orders/:id/invoice.pdf',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'printInvoice',
          summary: "A paid order's invoice, as a PDF",
          description:
            'Issued once, at payment, and numbered without a gap. The same bytes each time. Refunds have credit notes.',
          params: IdParams,
          response: { 200: Pdf },
        },
        config: { access: printInvoice.access, problems: printInvoiceProblems },
      },
      async ({ caller, params }, reply) =>
        respondWithPdf(
          reply,
          'invoice',
          await orProblem(printInvoice({ caller, orderId: params.id }), printInvoiceProblems),
        ),
    );

    app.get(
      '/orders/:id/credit-notes/:number.pdf',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'printCreditNote',
          summary: 'The credit note of a refund, as a PDF',
          description: 'The order lists its credit notes. The same bytes each time.',
          params: CreditNoteParams,
          response: { 200: Pdf },
        },
        config: { access: printCreditNote.access, problems: printCreditNoteProblems },
      },
      async ({ caller, params: { id: orderId, number } }, reply) =>
        respondWithPdf(
          reply,
          'credit-note',
          await orProblem(printCreditNote({ caller, orderId, number }), printCreditNoteProblems),
        ),
    );

    app.get(
      '/admin/orders/:id/packing-slip.pdf',
      {
        helmet: pageHeaders,
        schema: {
          tags: ['Order management'],
          operationId: 'printPackingSlip',
          summary: 'What goes into the next parcel, as a PDF',
          description: 'The units that were neither sent nor cancelled, and the address. Without prices.',
          params: IdParams,
          response: { 200: Pdf },
        },
        config: { access: printPackingSlip.access, problems: packingSlipProblems },
      },
      async ({ caller, params }, reply) =>
        respondWithPdf(
          reply,
          'packing-slip',
          await orProblem(printPackingSlip({ caller, orderId: params.id }), packingSlipProblems),
        ),
    );

    app.get(
      '/invoices/:token',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          operationId: 'openInvoice',
          summary: 'The invoice or credit note of a link',
          description: 'The link is the only credential. Mails and the order page have such links.',
          params: LinkParams,
          response: { 200: Pdf },
        },
        config: { access: 'open', problems: openInvoiceProblems },
      },
      async ({ params }, reply) => {
        const opened = await orProblem(openInvoice(params), openInvoiceProblems);
        return respondWithPdf(reply, opened.kind, opened);
      },
    );
    done();
  };

function respondWithPdf(reply: FastifyReply, name: string, { number, pdf }: PrintedDocument): Buffer {
  const bytes = Buffer.from(pdf);
  void reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="${name}-${number.replaceAll(/[^\w-]/gu, '_')}.pdf"`)
    .header('cache-control', 'private, no-store')
    .header('etag', `"${createHash('sha1').update(bytes).digest('base64url')}"`);
  return bytes;
}
