import type { VNode } from 'preact';
import { Page } from '../ui/page.js';
import { OrderPage } from './orders/order.js';
import { OrdersPage } from './orders/orders.js';
import { ReturnsPage } from './orders/returns.js';

type Route = readonly [pattern: RegExp, page: (id: string) => VNode];

/** The page of each address below `/console`. */
const routes: readonly Route[] = [
  [/^\/orders$/u, () => <OrdersPage />],
  [/^\/returns$/u, () => <ReturnsPage />],
  [/^\/orders\/([^/]+)$/u, (id) => <OrderPage id={id} />],
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
