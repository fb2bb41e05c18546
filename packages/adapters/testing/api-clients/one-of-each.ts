import { address, type Shop } from '../shop-over-http.js';

/** A picture of one pixel. */
const pixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
const money = (amount: number) => ({ amount, currency: 'USD' });

/** A form with the picture, and its content type. */
export async function pictureForm(): Promise<{ readonly type: string; readonly body: Buffer }> {
  const form = new FormData();
  form.append('file', new File([new Uint8Array(pixel)], 'pixel.png'));
  const encoded = new Response(form);
  return { type: encoded.headers.get('content-type') ?? '', body: Buffer.from(await encoded.arrayBuffer()) };
}

/**
 * Makes one of everything that has an entity tag and is changed in carts or by staff.
 *
 * @returns the parameters of paths, such as `{id}`, by the beginning of the path, and the headers of the cart
 */
export async function makeOneOfEach(shop: Shop) {
  const admin = shop.as('admin');
  let keys = 0;
  const send = async (path: string, body: object, headers: Record<string, string> = admin) => {
    const key = { 'idempotency-key': `one of each ${(keys += 1)}` };
    const answer = await shop.call('POST', `/api/v1${path}`, { headers: { ...headers, ...key }, body });
    if (answer.status >= 300) throw new Error(`POST ${path}: ${answer.text}`);
    return answer.body;
  };
  const made = async (path: string, body: object): Promise<string> => (await send(path, body)).id;
  const items = [{ variantId: shop.mug, quantity: 1 }];

  const product = await send('/admin/products', {
    name: 'Lamp',
    status: 'active',
    variants: [{ sku: 'LAMP', prices: [{ price: money(2000) }], stock: 3 }],
  });
  const { type, body: form } = await pictureForm();
  const image = await send(`/admin/products/${product.id}/images`, form, { ...admin, 'content-type': type });
  const bytes = { ...admin, 'content-type': 'application/octet-stream' };
  await shop.call('PUT', `/api/v1/admin/variants/${shop.book}/file?filename=a.pdf`, {
    headers: bytes,
    body: Buffer.from('a book'),
  });
  const post = await made('/admin/posts', { title: 'News', body: 'We open on Mondays.', status: 'published' });

  const { user, headers: own } = await shop.register('reader@example.com');
  const order = await send('/orders', { items: [{ variantId: shop.mug, quantity: 2 }], shippingAddress: address }, own);
  const payment = await send(`/orders/${order.id}/payments`, { method: 'card' }, own);
  await send(`/sandbox/payments/${payment.paymentId}/confirm`, { paymentMethod: 'pm_card_visa' }, {});
  const parcel = { lines: items, carrier: 'DHL', trackingNumber: 'T1' };
  const sent = await send(`/admin/orders/${order.id}/shipments`, parcel);
  const returned = await send(`/orders/${order.id}/returns`, { lines: items, reason: 'Chipped' }, own);
  const refunded = await send(`/admin/orders/${order.id}/refunds`, { amount: money(100), reason: 'Chipped' });
  const said = { rating: 4, title: 'Sturdy', text: 'Holds tea.' };
  const cart = await shop.guestCart();
  await send(`/carts/${cart.id}/coupons`, { code: 'save10' }, cart.headers);

  const ids: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    '/admin/categories': { id: await made('/admin/categories', { name: 'Lamps' }) },
    '/admin/customer-groups': { id: await made('/admin/customer-groups', { name: 'trade' }) },
    '/admin/posts': { id: post },
    '/admin/comments': { id: (await send(`/posts/${post}/comments`, { text: 'Good.' }, own)).id },
    '/admin/price-lists': { id: await made('/admin/price-lists', { name: 'Trade', currency: 'USD', prices: [] }) },
    '/admin/products': { id: product.id, variantId: product.variants[0].id, imageId: image.id },
    '/admin/variants': { id: shop.book },
    '/admin/promotions': {
      id: await made('/admin/promotions', {
        name: 'Ten off',
        target: { type: 'order' },
        effect: { type: 'percent', rate: 100_000 },
      }),
    },
    '/admin/roles': { name: (await send('/admin/roles', { name: 'packer', permissions: ['orders.read'] })).name },
    '/admin/shipping-methods': {
      id: await made('/admin/shipping-methods', {
        name: 'Bike',
        zones: [{ countries: [] }],
        charges: [{ currency: 'USD', type: 'flat', amount: money(500) }],
      }),
    },
    '/admin/webhooks': {
      id: await made('/admin/webhooks', { url: 'https://hooks.example/cartwright', events: ['order.paid'] }),
    },
    '/admin/users': { id: user.id },
    '/admin/orders': { id: order.id, refundId: refunded.refunds[0].id },
    '/admin/shipments': { id: sent.shipments[0].id },
    '/admin/returns': { id: returned.id },
    '/admin/reviews': { id: (await send('/products/mug/reviews', said, own)).id },
    '/carts': { id: cart.id, variantId: shop.mug, code: 'save10' },
  };
  return { ids, cart: cart.headers };
}
