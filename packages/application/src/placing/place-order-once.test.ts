import type { Caller, PlaceOrderCommand } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import { beforeEach, describe, expect, it } from 'vitest';
import { bothWays } from '../../testing/commit-ways.js';
import {
  customerOf,
  guest,
  guestCart,
  home,
  openShop,
  refusalOf,
  request,
  type Shop,
} from '../../testing/shop-in-memory.js';

describe.each(bothWays)('an order that is placed %s', (_way, parts) => {
  let shop: Shop;
  let command: PlaceOrderCommand;
  beforeEach(async () => {
    shop = await openShop(parts);
    command = {
      caller: guest,
      request: request('key'),
      source: { type: 'items', items: [{ variantId: shop.mug, quantity: 2 }] },
      email: 'guest@example.org',
      shippingAddress: home,
    };
  });
  const refusal = (order: PlaceOrderCommand) => refusalOf(shop, () => shop.placeOrder(order));

  it('returns the same order and token for a repeated request, and changes nothing', async () => {
    const first = (await shop.placeOrder(command))._unsafeUnwrap();
    const { events, ...before } = stateOf(shop);
    shop.clock.advance(23 * 3_600_000);
    const again = (await shop.placeOrder(command))._unsafeUnwrap();
    expect(again).toEqual({ ...first, replayed: true });
    expect(JSON.stringify(again.order)).toBe(JSON.stringify(first.order));
    expect(stateOf(shop)).toEqual({ events, ...before });
  });

  it('returns the order as it was placed for a repeated request, whatever has become of it', async () => {
    const { order, token } = (await shop.placeOrder(command))._unsafeUnwrap();
    const caller: Caller = token === undefined ? guest : { type: 'guest', orderToken: token };
    (await shop.cancelOrder({ caller, orderId: order.id }))._unsafeUnwrap();
    expect((await shop.placeOrder(command))._unsafeUnwrap().order).toEqual(order);
  });

  it('makes one order of a checkout that is sent twenty times concurrently', async () => {
    const answers = await Promise.all(Array.from({ length: 20 }, () => shop.placeOrder(command)));
    expect(new Set(answers.map((each) => JSON.stringify(each._unsafeUnwrap().order))).size).toBe(1);
    expect(answers.filter((each) => !each._unsafeUnwrap().replayed)).toHaveLength(1);
    expect(stateOf(shop)).toMatchObject({ orders: 1, stock: 8, events: 1 });
  });

  it('refuses another request under a key that was used', async () => {
    await shop.placeOrder(command);
    const other = { ...command, request: request('key', 'another request') };
    expect(await refusal(other)).toEqual({ type: 'idempotency.key-reused' });
  });

  it('refuses a request whose key is still held', async () => {
    await shop.store.transact((tables) => {
      const held = { resourceId: 'r', until: '2026-11-21T09:30:01.000Z' };
      tables.idempotency.set(JSON.stringify(['somebody', 'key']), {
        fingerprint: 'a request',
        expiresAt: '2026-11-22T00:00:00.000Z',
        held,
      });
      return okAsync(undefined);
    });
    expect(await refusal(command)).toEqual({ type: 'idempotency.in-progress' });
  });

  it('keeps keys of two callers apart', async () => {
    const first = (await shop.placeOrder(command))._unsafeUnwrap();
    const other = { ...command, request: request('key', 'a request', 'somebody else') };
    expect((await shop.placeOrder(other))._unsafeUnwrap().order.id).not.toBe(first.order.id);
  });

  it('takes the same key for a new order a day later', async () => {
    const first = (await shop.placeOrder(command))._unsafeUnwrap();
    shop.clock.advance(24 * 3_600_000);
    const later = (await shop.placeOrder(command))._unsafeUnwrap();
    expect(later.replayed).toBe(false);
    expect(later.order.id).not.toBe(first.order.id);
  });

  it('frees the key of a refused request, for the same one or for another', async () => {
    expect(await refusal({ ...command, expectedTotal: { amount: 1, currency: 'USD' } })).toMatchObject({
      type: 'order.price-changed',
    });
    expect((await shop.placeOrder({ ...command, request: request('key', 'mended') }))._unsafeUnwrap().replayed).toBe(
      false,
    );
  });

  it('replays only for a guest who still holds the token of the cart that was ordered', async () => {
    const { cartId, caller } = await guestCart(shop, [shop.mug, 2]);
    const order: PlaceOrderCommand = { ...command, caller, source: { type: 'cart', cartId } };
    const first = (await shop.placeOrder(order))._unsafeUnwrap();
    expect(await refusal({ ...order, caller: guest })).toEqual({ type: 'cart.not-found', cartId });
    expect((await shop.placeOrder(order))._unsafeUnwrap()).toEqual({ ...first, replayed: true });
  });

  it('replays only for the customer, or the guest, who placed the order', async () => {
    const ada = await customerOf(shop);
    const eve = await customerOf(shop, 'eve@example.org');
    await shop.placeOrder({ ...command, caller: ada });
    expect(await refusal({ ...command, caller: eve })).toEqual({ type: 'idempotency.key-reused' });
    expect(await refusal(command)).toEqual({ type: 'idempotency.key-reused' });
    const byGuest = { ...command, request: request('another') };
    await shop.placeOrder(byGuest);
    expect(await refusal({ ...byGuest, caller: ada })).toEqual({ type: 'idempotency.key-reused' });
  });

  const stateOf = ({ store, stockOf, mug }: Shop) => ({
    orders: store.committed().orders.size,
    events: store.committed().outbox.size,
    stock: stockOf(mug),
  });
});
