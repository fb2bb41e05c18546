import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { orProblem } from '../problem.js';
import { printInvoiceProblems } from '../problems/invoice-problems.js';
import type { Routes } from '../route-types.js';
import { IdParams } from '../schemas/plain-schemas.js';
import type { ServerDeps } from '../server-deps.js';

const Pdf = { description: 'A PDF.', content: { 'application/pdf': { schema: Type.Unsafe<Buffer>({}) } } } as const;

/** What an order's owner files away. */
export const invoiceRoutes =
  ({ printInvoice }: Pick<ServerDeps, 'printInvoice'>): Routes =>
  (app, _options, done) => {
    app.get(
      '/orders/:id/invoice.pdf',
      {
        schema: {
          tags: ['Orders'],
          summary: "A paid order's invoice, as a PDF",
          description: 'With what was refunded of it so far.',
          params: IdParams,
          response: { 200: Pdf },
        },
        config: { access: 'anyone', problems: printInvoiceProblems },
      },
      async ({ caller, params }, reply) => {
        const { number, pdf } = await orProblem(printInvoice({ caller, orderId: params.id }), printInvoiceProblems);
        const bytes = Buffer.from(pdf);
        reply
          .type('application/pdf')
          .header('content-disposition', `inline; filename="invoice-${number.replaceAll(/[^\w-]/gu, '_')}.pdf"`)
          .header('cache-control', 'private, no-store')
          .header('etag', `"${createHash('sha1').update(bytes).digest('base64url')}"`);
        return bytes;
      },
    );
    done();
  };
