import type { VNode } from 'preact';
import { Late } from '../ui/late.js';
import { Page } from '../ui/page.js';
import { AuditLogPage } from './audit-log.js';
import { CustomerPage, CustomersPage } from './customers.js';
import { ImportPage, ImportsPage } from './imports.js';
import { OrderPage } from './orders/order.js';
import { OrdersPage } from './orders/orders.js';
import { ReturnsPage } from './orders/returns.js';
import { NewProductPage } from './products/new-product.js';
import { ProductPage } from './products/product.js';
import { ProductsPage } from './products/products.js';
import { NewPromotionPage, PromotionPage } from './promotions/promotion.js';
import { PromotionsPage } from './promotions/promotions.js';
import { ReconciliationPage, ReconciliationsPage } from './reconciliation.js';
import { ReviewsPage } from './reviews.js';
import { ApiKeysPage } from './settings/api-keys.js';
import { GroupsPage } from './settings/groups.js';
import { JobsPage } from './settings/jobs.js';
import { MinimumOrdersPage } from './settings/minimum-orders.js';
import { ShippingMethodsPage } from './settings/shipping-methods.js';
import { SettingsStart } from './settings/shop.js';
import { StaffPage } from './settings/staff.js';
import { TaxRulesPage } from './settings/tax-rules.js';
import { DeliveriesPage, WebhooksPage } from './settings/webhooks.js';

type Route = readonly [pattern: RegExp, page: (id: string) => VNode];

/** The page of each address below `/console`. */
const routes: readonly Route[] = [
  [/^\/orders$/u, () => <OrdersPage />],
  [/^\/returns$/u, () => <ReturnsPage />],
  [/^\/orders\/([^/]+)$/u, (id) => <OrderPage id={id} />],
  [/^\/products$/u, () => <ProductsPage />],
  [/^\/products\/new$/u, () => <NewProductPage />],
  [/^\/products\/([^/]+)$/u, (id) => <ProductPage id={id} />],
  [/^\/promotions$/u, () => <PromotionsPage />],
  [/^\/promotions\/new$/u, () => <NewPromotionPage />],
  [/^\/promotions\/([^/]+)$/u, (id) => <PromotionPage id={id} />],
  [/^\/imports$/u, () => <ImportsPage />],
  [/^\/imports\/([^/]+)$/u, (id) => <ImportPage id={id} />],
  [/^\/reconciliation$/u, () => <ReconciliationsPage />],
  [/^\/reconciliation\/([^/]+)$/u, (id) => <ReconciliationPage id={id} />],
  [/^\/reports$/u, () => <Late load={() => import('./reports/reports.js')} />],
  [/^\/customers$/u, () => <CustomersPage />],
  [/^\/customers\/([^/]+)$/u, (id) => <CustomerPage id={id} />],
  [/^\/reviews$/u, () => <ReviewsPage />],
  [/^\/settings$/u, () => <SettingsStart />],
  [/^\/settings\/shipping$/u, () => <ShippingMethodsPage />],
  [/^\/settings\/taxes$/u, () => <TaxRulesPage />],
  [/^\/settings\/minimum-orders$/u, () => <MinimumOrdersPage />],
  [/^\/settings\/groups$/u, () => <GroupsPage />],
  [/^\/settings\/staff$/u, () => <StaffPage />],
  [/^\/settings\/api-keys$/u, () => <ApiKeysPage />],
  [/^\/settings\/webhooks$/u, () => <WebhooksPage />],
  [/^\/settings\/webhooks\/([^/]+)$/u, (id) => <DeliveriesPage id={id} />],
  [/^\/(?:settings\/jobs|queues)$/u, () => <JobsPage />],
  [/^\/audit-log$/u, () => <AuditLogPage />],
];

/** The page of a path, such as `/orders`. */
export function pageAt(path: string): VNode {
  for (const [pattern, page] of routes) {
    const found = pattern.exec(path);
    if (found !== null) return page(decodeURIComponent(found[1] ?? ''));
  }
  return (
    <Page title="Not found">
      <p>There is no page at this address.</p>
    </Page>
  );
}
