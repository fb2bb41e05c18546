import { randomUUID } from 'node:crypto';
import { TOTP } from 'otpauth';
import { bearer, payAsGuest, signIn, type ShopClient } from './shop-client.js';

/** Somebody whose name, address, phone and e-mail occur nowhere else. */
export const person = {
  name: 'Quirina Zedlacher',
  email: 'quirina.zedlacher@münchen.example',
  password: 'correct horse battery',
  address: {
    fullName: 'Quirina Zedlacher',
    line1: '7 Wombat Crescent',
    city: 'London',
    postalCode: 'EC1A 1AA',
    country: 'GB',
    phone: '+44 20 7946 0777',
  },
};

/** What is left of them where it is. */
export const traces = [
  /quirina/iu,
  /zedlacher/iu,
  /wombat crescent/iu,
  /7946 0777/u,
  /TRACK-QZ-1/u,
] as const satisfies readonly RegExp[];

export const tracesIn = (text: string): readonly string[] =>
  traces.filter((trace) => trace.test(text)).map((trace) => trace.source);

/**
 * Has somebody use a shop in every way that leaves personal data: an account with an address book, a wishlist, a
 * review and a comment, a cart, a delivered order, a guest's order of the same mailbox that was cancelled, what staff
 * write about them, what they did while they were staff, and a second factor. No order is open afterwards.
 */
export async function useShop(
  call: ShopClient,
  accessToken: string,
  variantId: string,
): Promise<{ readonly userId: string; readonly accessToken: string; readonly orderId: string }> {
  const staff = bearer(accessToken);
  const send = async (method: string, path: string, headers: Record<string, string>, body?: object) => {
    const answer = await call(method, `/api/v1${path}`, { headers, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.text}`);
    return answer.body;
  };
  const key = () => ({ 'idempotency-key': randomUUID() });
  /** Settles the refunds of an order that was paid by transfer; until then its reference names who paid. */
  const refundByHand = async (orderId: string) => {
    for (;;) {
      const { refunds, dueBack } = await send('GET', `/orders/${orderId}`, staff);
      const pending = refunds.filter(({ status }: { status: string }) => status === 'pending');
      for (const { id } of pending)
        await send('POST', `/admin/orders/${orderId}/refunds/${id}/settle`, staff, { status: 'confirmed' });
      if (pending.length === 0 && dueBack.amount === 0) return;
    }
  };
  const { name, email, password, address } = person;
  const { user, ...tokens } = await send('POST', '/auth/register', {}, { email, password, name });
  const own = bearer(tokens.accessToken);
  await send('PATCH', '/me', own, { metadata: { nickname: name }, marketingConsent: true });
  await send('POST', '/me/addresses', own, address);
  const items = [{ variantId, quantity: 1 }];

  const conditions = { couponCode: 'tenth', customerUsageLimit: 3 };
  const tenth = { name: 'A tenth', target: { type: 'order' }, effect: { type: 'percent', rate: 100_000 }, conditions };
  await send('POST', '/admin/promotions', staff, tenth);
  const order = await send(
    'POST',
    '/orders',
    { ...own, ...key() },
    { items, shippingAddress: address, coupons: ['tenth'] },
  );
  const payment = await send('POST', `/orders/${order.id}/payments`, { ...own, ...key() }, { method: 'card' });
  await send('POST', `/sandbox/payments/${payment.paymentId}/confirm`, {}, { paymentMethod: 'pm_card_visa' });
  // The provider's event is handled by a job.
  for (;;) if ((await send('GET', `/orders/${order.id}`, own)).status === 'paid') break;
  const parcel = { carrier: 'DHL', trackingNumber: 'TRACK-QZ-1' };
  const shipped = await send('POST', `/admin/orders/${order.id}/shipments`, staff, parcel);
  await send('POST', `/admin/shipments/${shipped.shipments[0].id}/deliver`, staff);
  await send('POST', `/orders/${order.id}/returns`, own, { lines: items, reason: `${name} is allergic` });

  const { data } = await send('GET', `/variants?ids=${variantId}`, {});
  const said = { rating: 5, title: `${name} likes it`, text: `Every ${name} should have one.`, displayName: name };
  const review = await send('POST', `/products/${data[0].productId}/reviews`, own, said);
  await send('POST', `/admin/reviews/${review.id}/approve`, staff);
  await send('PUT', `/me/wishlist/${variantId}`, own);
  const post = { title: 'News', body: 'We open on Mondays.', status: 'published' };
  const { id: postId } = await send('POST', '/admin/posts', staff, post);
  await send('POST', `/posts/${postId}/comments`, own, { text: `Good, says ${name}.` });
  await send('PATCH', `/admin/users/${user.id}`, staff, { groups: ['premium'] });

  // Paid by a transfer whose reference names its payer, changed and refunded by staff.
  const byTransfer = await send(
    'POST',
    '/orders',
    { ...own, ...key() },
    { items, shippingAddress: address, billingAddress: { ...address, company: `${name} Ltd` } },
  );
  const amended = { note: `For ${name}`, metadata: { caller: name }, shippingAddress: { ...address, line2: name } };
  await send('PATCH', `/admin/orders/${byTransfer.id}`, staff, amended);
  const received = { amount: byTransfer.total, reference: `${name} ${byTransfer.number}` };
  await send('POST', `/admin/orders/${byTransfer.id}/payments`, { ...staff, ...key() }, received);
  const refund = { lines: items, reason: `${name} called` };
  await send('POST', `/admin/orders/${byTransfer.id}/refunds`, { ...staff, ...key() }, refund);
  await send('POST', `/orders/${byTransfer.id}/cancel`, own, { reason: `${name} moved` });
  await refundByHand(byTransfer.id);

  const guests = await send('POST', '/orders', key(), { items, email, shippingAddress: address });
  await payAsGuest(call, guests);
  await send('POST', `/orders/${guests.id}/cancel`, { 'x-order-token': guests.token }, { reason: `${name} moved` });
  await send('POST', '/orders/lookup', {}, { number: guests.number, email });
  await send('POST', '/auth/password/forgot', {}, { email });

  const cart = await send('POST', '/carts', own, {});
  await send('POST', `/carts/${cart.id}/lines`, own, { variantId, quantity: 1 });
  await send('PATCH', `/carts/${cart.id}`, own, { email, shippingAddress: address, note: `Ring for ${name}` });
  const other = await send('POST', '/carts', {}, {});
  const reached = { 'x-cart-token': other.token };
  await send('PATCH', `/carts/${other.id}`, reached, { email: email.toUpperCase(), shippingAddress: address });

  await send('PATCH', `/admin/users/${user.id}`, staff, { role: 'admin' });
  const session = await signIn(call, { email, password });
  await send('POST', '/admin/api-keys', bearer(session), { name: 'Till', permissions: ['orders.read'] });
  const written = { title: 'The new kiln', body: 'It is hot.', status: 'published' };
  await send('POST', '/admin/posts', bearer(session), written);
  await send('PATCH', `/admin/users/${user.id}`, staff, { role: 'customer' });
  const { secret } = await send('POST', '/me/totp', bearer(session), {});
  await send('POST', '/me/totp/confirm', bearer(session), { code: new TOTP({ secret }).generate() });
  return { userId: user.id, accessToken: session, orderId: order.id };
}
