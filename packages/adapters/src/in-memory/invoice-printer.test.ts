import { describeInvoicePrinterContract } from '@cartwright/application/contracts/invoice-printer';
import { makeInMemoryInvoicePrinter } from './invoice-printer.js';

describeInvoicePrinterContract('in memory', {
  printer: makeInMemoryInvoicePrinter(),
  pagesOf: (text) => [new TextDecoder().decode(text).split('\n')],
});
