/**
 * Temporary: what other branches are rewriting while these rules arrive. Remove an entry once its branch is merged, and
 * this file with the last one.
 */
export const temporaryExceptions = {
  /** Circles within these folders. */
  circles: ['packages/domain/src/pricing/'],
  /** Files with comments of more than 120 columns. */
  wideComments: [
    'apps/http/src/demo-data.ts',
    'bench/shop/under-test/fill-shop.ts',
    'packages/adapters/src/fastify/routes/orders/present-order.test.ts',
    'packages/adapters/src/in-memory/invoice-printer.ts',
    'packages/adapters/src/sandbox-payments/checkout-page.ts',
    'packages/application/contracts/sample-order.ts',
    'packages/application/src/cart/list-shipping-options.ts',
    'packages/application/src/fulfilment/receive-return.ts',
    'packages/application/src/fulfilment/request-return.ts',
    'packages/application/src/fulfilment/ship-order.ts',
    'packages/application/src/invoicing/invoice.ts',
    'packages/application/src/mail/lay-out-mail.ts',
    'packages/application/src/paying/request-due-refunds.ts',
    'packages/application/src/paying/send-refund.ts',
    'packages/application/testing/shop-in-memory.ts',
  ],
} as const;
