import { describe } from 'vitest';
import { describeAccountTokens } from './unit-of-work/identity/account-tokens.js';
import { describeAddresses } from './unit-of-work/customers/addresses.js';
import { describeCustomerGroups } from './unit-of-work/customers/customer-groups.js';
import { describePersonalData } from './unit-of-work/customers/personal-data.js';
import { describeProfiles } from './unit-of-work/customers/profiles.js';
import { describeAuditLog } from './unit-of-work/audit-log.js';
import { describeCarts } from './unit-of-work/carts.js';
import { describeCatalogue } from './unit-of-work/catalogue.js';
import { describeCommits } from './unit-of-work/commit.js';
import { describeAwaitedImages } from './unit-of-work/catalogue/awaited-image-records.js';
import { describeCategoryRecords } from './unit-of-work/catalogue/category-records.js';
import { describeWishlists } from './unit-of-work/customers/wishlists.js';
import { describeReviewRecords } from './unit-of-work/catalogue/review-records.js';
import { describeJournalRecords } from './unit-of-work/journal/journal-records.js';
import { describePriceListRecords } from './unit-of-work/catalogue/price-list-records.js';
import { describeImportWrites } from './unit-of-work/catalogue/import-writes.js';
import { describeProductMirrors } from './unit-of-work/catalogue/product-mirror-records.js';
import { describeProductRecords } from './unit-of-work/catalogue/product-records.js';
import { describeDigitalFiles } from './unit-of-work/digital-files.js';
import { describeIdempotency } from './unit-of-work/idempotency.js';
import { describeBacktests } from './unit-of-work/pricing/backtests.js';
import { describeImports } from './unit-of-work/imports.js';
import { describeInbox } from './unit-of-work/messages/inbox.js';
import { describeIssuedDocuments } from './unit-of-work/issued-documents.js';
import { describeJobRecords } from './unit-of-work/job-records.js';
import { describeLockingReads } from './unit-of-work/locking.js';
import { describeOrders } from './unit-of-work/orders.js';
import { describeOutbox } from './unit-of-work/messages/outbox.js';
import { describePayments } from './unit-of-work/payments.js';
import { describePricingFacts } from './unit-of-work/pricing/pricing-facts.js';
import { describePricing } from './unit-of-work/pricing/pricing.js';
import { describePromotionUsage } from './unit-of-work/pricing/promotion-usage.js';
import { describePromotions } from './unit-of-work/pricing/promotions.js';
import { describeShop } from './unit-of-work/pricing/shop.js';
import { describePurges } from './unit-of-work/purges.js';
import { describeReportFiles } from './unit-of-work/reports/report-files.js';
import { describeReturns } from './unit-of-work/returns.js';
import { describeReconciliations } from './unit-of-work/reconciliations.js';
import { describeRoles } from './unit-of-work/identity/roles.js';
import { describeSecondFactors } from './unit-of-work/identity/second-factors.js';
import { describeSessions } from './unit-of-work/identity/sessions.js';
import { describeShipments } from './unit-of-work/shipments.js';
import { describeStock } from './unit-of-work/stock.js';
import type { MakeUnitOfWorkSubject } from './unit-of-work/subject.js';
import { describeTransactions } from './unit-of-work/transactions.js';
import { describeUsers } from './unit-of-work/identity/users.js';

export type { MakeUnitOfWorkSubject, UnitOfWorkSubject } from './unit-of-work/subject.js';

/**
 * What every `UnitOfWork` promises, with each of its repositories. It holds for storage that takes one transaction at a
 * time as well as for storage that takes many: it asserts what concurrent transactions leave, not what each sees.
 *
 * @example describeUnitOfWorkContract('in memory', async () => ({ unitOfWork, feed, reportedCommits, givePricingRules,
 * dispose }));
 */
export const describeUnitOfWorkContract = (name: string, makeSubject: MakeUnitOfWorkSubject): void => {
  describe(`${name} as a unit of work`, () => {
    describeTransactions(makeSubject);
    describeUsers(makeSubject);
    describeCustomerGroups(makeSubject);
    describeJobRecords(makeSubject);
    describeRoles(makeSubject);
    describeSecondFactors(makeSubject);
    describeSessions(makeSubject);
    describeAccountTokens(makeSubject);
    describeAddresses(makeSubject);
    describeProfiles(makeSubject);
    describeWishlists(makeSubject);
    describePersonalData(makeSubject);
    describeCatalogue(makeSubject);
    describeProductRecords(makeSubject);
    describeAwaitedImages(makeSubject);
    describeImportWrites(makeSubject);
    describeCategoryRecords(makeSubject);
    describePriceListRecords(makeSubject);
    describeReviewRecords(makeSubject);
    describeJournalRecords(makeSubject);
    describeDigitalFiles(makeSubject);
    describeStock(makeSubject);
    describePricing(makeSubject);
    describePricingFacts(makeSubject);
    describePromotionUsage(makeSubject);
    describePromotions(makeSubject);
    describeShop(makeSubject);
    describeCarts(makeSubject);
    describeOrders(makeSubject);
    describePayments(makeSubject);
    describeIssuedDocuments(makeSubject);
    describeShipments(makeSubject);
    describeReturns(makeSubject);
    describeReconciliations(makeSubject);
    describeProductMirrors(makeSubject);
    describeImports(makeSubject);
    describeBacktests(makeSubject);
    describeReportFiles(makeSubject);
    describeIdempotency(makeSubject);
    describeInbox(makeSubject);
    describeOutbox(makeSubject);
    describePurges(makeSubject);
    describeAuditLog(makeSubject);
    describeCommits(makeSubject);
    describeLockingReads(makeSubject);
  });
};
