import type { PrintedInvoice, UseCases, OpenInvoiceError, PrintInvoiceError } from '@cartwright/application';
import type { FastifyReply } from 'fastify';
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { orProblem, type Problems } from '../../errors/problem.js';
import { IdParams } from '../../requests/plain-schemas.js';
import { pageHeaders } from '../../responses/security-headers.js';
import type { Routes } from '../../route-types.js';
import { LinkParams } from './download-schemas.js';
import { linkProblems } from './link-problems.js';
import { viewOrderProblems } from './order-problems.js';

const Pdf = { description: 'A PDF.', content: { 'application/pdf': { schema: Type.Unsafe<Buffer>({}) } } } as const;

const printInvoiceProblems = {
  ...viewOrderProblems,
  'invoice.not-available': {
    status: 409,
    title: 'No invoice yet',
    detail: 'The order is not fully paid.',
  },
} satisfies Problems<PrintInvoiceError>;

const openInvoiceProblems = { ...printInvoiceProblems, ...linkProblems } satisfies Problems<OpenInvoiceError>;

/** Invoices as PDF. */
export const invoiceRoutes =
  ({ printInvoice, openInvoice }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Orders'];

    app.get(
      '/orders/:id/invoice.pdf',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          summary: "A paid order's invoice, as a PDF",
          description: 'Includes refunds so far.',
          params: IdParams,
          response: { 200: Pdf },
        },
        config: { access: printInvoice.access, problems: printInvoiceProblems },
      },
      async ({ caller, params }, reply) =>
        answerInvoice(reply, await orProblem(printInvoice({ caller, orderId: params.id }), printInvoiceProblems)),
    );

    app.get(
      '/invoices/:token',
      {
        helmet: pageHeaders,
        schema: {
          tags,
          summary: 'The invoice of a mailed link',
          description: 'The link is the only credential.',
          params: LinkParams,
          response: { 200: Pdf },
        },
        config: { access: 'open', problems: openInvoiceProblems },
      },
      async ({ params }, reply) => answerInvoice(reply, await orProblem(openInvoice(params), openInvoiceProblems)),
    );
    done();
  };

function answerInvoice(reply: FastifyReply, { number, pdf }: PrintedInvoice): Buffer {
  const bytes = Buffer.from(pdf);
  void reply
    .type('application/pdf')
    .header('content-disposition', `inline; filename="invoice-${number.replaceAll(/[^\w-]/gu, '_')}.pdf"`)
    .header('cache-control', 'private, no-store')
    .header('etag', `"${createHash('sha1').update(bytes).digest('base64url')}"`);
  return bytes;
}
