import type { VNode } from 'preact';
import { Late } from '../ui/late.js';
import { Page } from '../ui/page.js';
import { AuditLogPage } from './audit-log.js';
import { CustomerPage } from './customers/customer.js';
import { CustomersPage } from './customers/customers.js';
import { ImportPage, ImportsPage } from './imports.js';
import { CommentsPage } from './journal/comments.js';
import { NewPostPage, PostPage } from './journal/post.js';
import { PostsPage } from './journal/posts.js';
import { OrderPage } from './orders/order.js';
import { OrdersPage } from './orders/orders.js';
import { ReturnsPage } from './orders/returns.js';
import { NewPriceListPage, PriceListPage } from './price-lists/price-list.js';
import { PriceListsPage } from './price-lists/price-lists.js';
import { NewProductPage } from './products/new-product.js';
import { ProductPage } from './products/product.js';
import { ProductsPage } from './products/products.js';
import { StripeProductsPage, StripeRunPage } from './products/stripe-products.js';
import { NewPromotionPage, PromotionPage } from './promotions/promotion.js';
import { PromotionsPage } from './promotions/promotions.js';
import { ReconciliationPage, ReconciliationsPage } from './reconciliation.js';
import { ReviewsPage } from './reviews.js';
import { ApiKeysPage } from './settings/api-keys.js';
import { GroupsPage } from './settings/groups.js';
import { JobsPage } from './settings/jobs.js';
import { MinimumOrdersPage } from './settings/minimum-orders.js';
import { RolesPage } from './settings/roles.js';
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
  [/^\/products\/stripe$/u, () => <StripeProductsPage />],
  [/^\/products\/stripe\/([^/]+)$/u, (id) => <StripeRunPage id={id} />],
  [/^\/products\/([^/]+)$/u, (id) => <ProductPage id={id} />],
  [/^\/promotions$/u, () => <PromotionsPage />],
  [/^\/promotions\/new$/u, () => <NewPromotionPage />],
  [/^\/promotions\/([^/]+)$/u, (id) => <PromotionPage id={id} />],
  [/^\/price-lists$/u, () => <PriceListsPage />],
  [/^\/price-lists\/new$/u, () => <NewPriceListPage />],
  [/^\/price-lists\/([^/]+)$/u, (id) => <PriceListPage id={id} />],
  [/^\/imports$/u, () => <ImportsPage />],
  [/^\/imports\/([^/]+)$/u, (id) => <ImportPage id={id} />],
  [/^\/reconciliation$/u, () => <ReconciliationsPage />],
  [/^\/reconciliation\/([^/]+)$/u, (id) => <ReconciliationPage id={id} />],
  [/^\/reports$/u, () => <Late load={() => import('./reports/reports.js')} />],
  [/^\/customers$/u, () => <CustomersPage />],
  [/^\/customers\/([^/]+)$/u, (id) => <CustomerPage id={id} />],
  [/^\/reviews$/u, () => <ReviewsPage />],
  [/^\/journal$/u, () => <PostsPage />],
  [/^\/journal\/new$/u, () => <NewPostPage />],
  [/^\/journal\/comments$/u, () => <CommentsPage />],
  [/^\/journal\/([^/]+)$/u, (id) => <PostPage id={id} />],
  [/^\/account$/u, () => <Late load={() => import('./account/account.js')} />],
  [/^\/settings$/u, () => <SettingsStart />],
  [/^\/settings\/shipping$/u, () => <ShippingMethodsPage />],
  [/^\/settings\/taxes$/u, () => <TaxRulesPage />],
  [/^\/settings\/minimum-orders$/u, () => <MinimumOrdersPage />],
  [/^\/settings\/groups$/u, () => <GroupsPage />],
  [/^\/settings\/staff$/u, () => <StaffPage />],
  [/^\/settings\/roles$/u, () => <RolesPage />],
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
