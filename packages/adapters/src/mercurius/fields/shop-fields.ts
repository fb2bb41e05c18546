import type { Fields } from './fields.js';

/** The shop itself: settings, reports, jobs, events and the audit log. */
export const shopFields: Fields = {
  queries: {
    shop: 'viewShop',
    shopDetails: 'viewShopDetails',
    salesReport: 'reportSales',
    topProductsReport: 'reportTopProducts',
    lowStockReport: 'reportLowStock',
    customersReport: 'reportCustomers',
    promotionsReport: 'reportPromotions',
    taxesReport: 'reportTaxes',
    reviewsReport: 'reportReviews',
    reportFile: 'viewReportFile',
    jobs: 'listJobs',
    failedJobs: 'listFailedJobs',
    auditEntries: 'listAuditEntries',
    events: 'readEvents',
    webhooks: 'listWebhooks',
    webhook: 'viewWebhook',
    webhookDeliveries: 'listDeliveries',
  },
  mutations: [
    'changeShop',
    'requestReportFile',
    'runJobNow',
    'pauseJob',
    'resumeJob',
    'retryFailedJob',
    'createWebhook',
    'changeWebhook',
    'removeWebhook',
    'repeatDelivery',
  ],
};
