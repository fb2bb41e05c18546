import type { OpenInvoiceError, PrintInvoiceError } from '@cartwright/application';
import type { Problems } from '../../errors/problem.js';
import { linkProblems } from './link-problems.js';
import { viewOrderProblems } from './order-problems.js';

export const printInvoiceProblems = {
  ...viewOrderProblems,
  'invoice.not-available': {
    status: 409,
    title: 'There is no invoice yet',
    detail: 'The order was not paid in full.',
  },
} satisfies Problems<PrintInvoiceError>;

export const openInvoiceProblems = { ...printInvoiceProblems, ...linkProblems } satisfies Problems<OpenInvoiceError>;
