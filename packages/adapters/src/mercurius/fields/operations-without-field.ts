const page = 'It is a page for browsers.';
const file = 'Its content is a file, which GraphQL cannot carry.';
const upload = 'It takes a file, which GraphQL cannot carry.';
const cookie = 'It sets or clears a cookie of the browser.';
const redirect = 'It redirects the browser.';
const stream = 'It is a stream of events.';
const machines = 'Only machines that watch the process read it.';

/** REST operations without a field, each with the reason. A test compares this list with the OpenAPI document. */
export const operationsWithoutField: Readonly<Record<string, string>> = {
  openStartPage: page,
  listProblems: page,
  explainProblem: page,
  openOrderPage: page,
  submitOrderPage: page,
  openPasswordResetPage: page,
  submitPasswordResetPage: page,
  openInvitationPage: page,
  submitInvitationPage: page,
  openEmailVerificationPage: page,
  submitEmailVerificationPage: page,
  openProductPage: page,
  openCategoryPage: page,
  openPostPage: page,
  openSandboxCheckout: page,
  submitSandboxCheckout: page,
  checkLiveness: machines,
  checkReadiness: machines,
  readMetrics: machines,
  openImage: file,
  readProductFeed: file,
  readPostFeed: file,
  viewSitemap: file,
  viewSitemapPart: file,
  printInvoice: file,
  printCreditNote: file,
  printPackingSlip: file,
  openInvoice: file,
  openDownload: file,
  openReportFile: file,
  exportOrders: file,
  exportProducts: file,
  exportPrices: file,
  generateCodes: file,
  attachDigitalFile: upload,
  requestProductImport: upload,
  addProductImage: upload,
  setPostImage: upload,
  importPrices: upload,
  followOrder: stream,
  followOrders: stream,
  signInBrowser: cookie,
  viewBrowserSession: cookie,
  signOutBrowser: cookie,
  beginProviderSignIn: redirect,
  finishProviderSignIn: redirect,
  receiveWebhook: 'Only the payment provider calls it.',
};
