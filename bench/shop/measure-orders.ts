import { openBuyers, shuffled, someItems } from './driver/buyers.js';
import { runLoad } from '../measuring/run-load.js';
import type { BareOrders } from './limits/bare-order.js';
import type { Measurements } from './measurements.js';
import type { ShopUnderTest } from './under-test/shop-under-test.js';

export const orderConnections = 32;
const linesOfOrder = 3;
/** Wholesale orders: hundreds of lines show what a statement costs that is quadratic in its rows. */
export const linesOfLargeOrder = 300;
const largeOrderConnections = 4;
const hotVariants = 4;

/** Orders placed directly, without a cart and a payment; beside them the minimal SQL of an order. */
export async function measureOrders(
  { shop, bare }: { readonly shop: ShopUnderTest; readonly bare: BareOrders },
  { seconds, note }: { readonly seconds: number; readonly note: Measurements['note'] },
): Promise<void> {
  const load = { connections: orderConnections, seconds };
  note('limit', (await bare.run(load)).perSecond);

  const client = openBuyers(shop, orderConnections);
  await shop.http.figures();
  const placed = await runLoad(load, (buyer) => client.place(buyer, someItems(shop.variantIds, linesOfOrder)));
  const http = await shop.http.figures();
  note('place order', placed.perSecond);
  note('place order, p50', placed.p50);
  note('place order, p99 / p50', placed.p99 / placed.p50);
  note('place order, processor HTTP', http.cpuMs / placed.total);
  note('place order, event loop delay p99', http.heldMs);
  note('memory of HTTP', http.rssMegabytes);

  const hotItems = someItems(shop.variantIds, hotVariants);
  note('hot product', (await runLoad(load, (buyer) => client.place(buyer, shuffled(hotItems)))).perSecond);

  const largeOrders = await runLoad({ connections: largeOrderConnections, seconds }, (buyer) =>
    client.place(buyer, someItems(shop.variantIds, linesOfLargeOrder)),
  );
  note('large orders', largeOrders.perSecond);
  note('large orders, p50', largeOrders.p50);
  client.close();
}
