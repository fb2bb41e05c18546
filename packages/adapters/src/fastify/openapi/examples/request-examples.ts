import { exampleAddress, exampleIds } from './realistic-values.js';

const postSlug = 'why-the-speckles-differ';

/** Parameters whose name does not show which value exists in the demo shop, by operation. */
export const parameterExamples: Readonly<Record<string, Readonly<Record<string, unknown>>>> = {
  explainProblem: { code: 'stock.insufficient' },
  viewCategory: { slug: 'kitchen' },
  openCategoryPage: { slug: 'kitchen' },
  viewSitemapPart: { file: '1.xml' },
  openPostPage: { slug: postSlug },
  viewPost: { idOrSlug: postSlug },
  listPostComments: { idOrSlug: postSlug },
  addComment: { idOrSlug: postSlug },
  printCreditNote: { number: 'CN-000001' },
  viewBacktest: { jobId: exampleIds.other },
  listVariants: { ids: exampleIds.variant },
  viewRole: { name: 'support' },
};

/** Requests whose schema does not show what a client usually sends, by operation. */
export const requestExamples: Readonly<Record<string, unknown>> = {
  registerCustomer: { email: 'ada@example.com', password: 'a long pass phrase', name: 'Ada Lovelace' },
  logIn: { email: 'customer@example.com', password: 'demo-customer' },
  signInBrowser: { email: 'customer@example.com', password: 'demo-customer' },
  inviteUser: { email: 'grace@example.com', name: 'Grace Hopper', role: 'support' },
  changeUser: { groups: ['premium'] },
  createCart: { currency: 'USD' },
  addLine: { variantId: exampleIds.variant, quantity: 1 },
  setLine: { quantity: 2 },
  addCoupon: { code: 'WELCOME10' },
  setCheckout: { email: 'ada@example.com', shippingAddress: exampleAddress },
  placeOrder: { cartId: exampleIds.cart, email: 'ada@example.com', shippingAddress: exampleAddress },
  startPayment: { method: 'card' },
  confirmSandboxPayment: { paymentMethod: 'pm_card_visa' },
  cancelOrder: { reason: 'Ordered by mistake' },
  requestReturn: { lines: [{ variantId: exampleIds.variant, quantity: 1 }], reason: 'Too small' },
  shipOrder: { carrier: 'Royal Mail', trackingNumber: 'AB123456789GB' },
  adjustStock: { delta: 10, reason: 'Delivery of the potter' },
};
