import type { ShipOrder } from '@cartwright/application';
import type { Order } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { guestOrder, openShop, orderNow, paidOrder, refusalOf, type Shop } from '../../testing/shop-in-memory.js';

type Command = Partial<Parameters<ShipOrder>[0]>;

let shop: Shop;
let order: Order;
beforeEach(async () => {
  shop = await openShop();
  ({ order } = await paidOrder(shop));
});

const label = { carrier: 'DHL', trackingNumber: 'T1' };
const mugs = (quantity: number) => [{ variantId: shop.mug, quantity }];
const ship = (command: Command = {}) => shop.shipOrder({ orderId: order.id, ...label, ...command });
const shipped = async (command: Command = {}) => (await ship(command))._unsafeUnwrap();
const eventTypes = () => [...shop.store.committed().outbox.values()].map(({ event }) => event.type);

it('ships all that is left when no units are named, and reports it', async () => {
  const { view, shipmentId, repeated } = await shipped();
  expect(repeated).toBe(false);
  expect(view).toMatchObject({ version: 3, returnRequests: [], order: { status: 'shipped' } });
  expect(view.order.shipments).toEqual([{ id: shipmentId, lines: mugs(3), ...label, shippedAt: shop.clock.now() }]);
  expect(orderNow(shop, order)).toEqual(view.order);
  expect(eventTypes()).toEqual(['order.parcel-shipped', 'order.shipped']);
});

it('ships in parcels, each delivered by itself, until the order is', async () => {
  const first = await shipped({ lines: mugs(1) });
  expect(first.view.order.status).toBe('partially_shipped');
  const second = await shipped({ trackingNumber: 'T2' });
  expect(second.view.order.shipments.map(({ lines }) => lines)).toEqual([mugs(1), mugs(2)]);
  const deliver = async (shipmentId: string) => (await shop.deliverParcel({ shipmentId }))._unsafeUnwrap().order.status;
  expect(await deliver(second.shipmentId)).toBe('shipped');
  expect(await deliver(first.shipmentId)).toBe('delivered');
  expect(eventTypes().slice(-3)).toEqual(['order.parcel-delivered', 'order.parcel-delivered', 'order.delivered']);
});

it('takes the units of a parcel from those that the order holds, not from those on sale', async () => {
  const mug = () => shop.store.committed().variants.get(shop.mug);
  expect(mug()).toMatchObject({ stock: 7, reserved: 3 });
  await shipped();
  expect(mug()).toMatchObject({ stock: 7, reserved: 0 });
  expect([...shop.store.committed().movements.values()].at(-1)).toMatchObject({
    variantId: shop.mug,
    type: 'shipped',
    quantity: 3,
    orderId: order.id,
    actor: 'staff',
  });
});

it.each<[string, () => Command]>([
  ['all that is left', () => ({})],
  ['units that are named', () => ({ lines: [...mugs(2), ...mugs(1)] })],
])('ships %s once, however often it is asked to', async (_what, asked) => {
  const command = asked();
  const [first, second] = await Promise.all([shipped(command), shipped(command)]);
  expect(second).toEqual({ ...first, repeated: true });
  expect(orderNow(shop, order).shipments).toHaveLength(1);
  expect(eventTypes()).toEqual(['order.parcel-shipped', 'order.shipped']);
});

it('takes other contents, another carrier or another number for another parcel', async () => {
  ({ order } = await paidOrder(shop, { key: 'many', quantity: 7 }));
  await shipped({ lines: mugs(1) });
  const others = [{ lines: mugs(2) }, { lines: mugs(1), carrier: 'UPS' }, { lines: mugs(1), trackingNumber: 'T2' }, {}];
  for (const other of others) expect((await shipped(other)).repeated).toBe(false);
  expect(orderNow(shop, order).shipments.map(({ lines }) => lines[0]?.quantity)).toEqual([1, 2, 1, 1, 2]);
});

it('refuses more units than are left', async () => {
  await shipped({ lines: mugs(2) });
  expect(await refusalOf(shop, () => ship({ lines: mugs(2), trackingNumber: 'T2' }))).toEqual({
    type: 'units.not-available',
    variantId: shop.mug,
    requested: 2,
    available: 1,
    status: 'partially_shipped',
  });
});

it('refuses what is not paid, what is cancelled, and what was shipped whole', async () => {
  await shipped();
  expect(await refusalOf(shop, () => ship({ trackingNumber: 'T2' }))).toEqual({
    type: 'order.not-shippable',
    status: 'shipped',
  });
  const { order: pending } = await guestOrder(shop, { key: 'pending' });
  expect(await refusalOf(shop, () => ship({ orderId: pending.id }))).toEqual({
    type: 'order.not-shippable',
    status: 'pending',
  });
  const { order: cancelled, caller } = await paidOrder(shop, { key: 'cancelled' });
  (await shop.cancelOrder({ caller, orderId: cancelled.id }))._unsafeUnwrap();
  expect(await refusalOf(shop, () => ship({ orderId: cancelled.id }))).toEqual({
    type: 'order.not-shippable',
    status: 'cancelled',
  });
});

it.each(['opened', 'lost'] as const)('warns before a parcel of an order whose dispute was %s', async (state) => {
  const reference = orderNow(shop, order).payments[0]?.reference ?? '';
  const event = { provider: 'sandbox', reference, at: shop.clock.now(), disputeId: 'dp_1' } as const;
  const amount = { amount: 500, currency: 'USD' };
  const handle = async (type: 'dispute.opened' | 'dispute.lost') =>
    (await shop.handleProviderEvent({ ...event, eventId: type, type, amount }))._unsafeUnwrap();
  const first = await shipped({ lines: mugs(1) });
  await handle('dispute.opened');
  if (state === 'lost') await handle('dispute.lost');
  expect(await refusalOf(shop, () => ship())).toEqual({
    type: 'order.disputed',
    disputes: [{ id: 'dp_1', amount, status: state === 'lost' ? 'lost' : 'open' }],
    status: 'partially_shipped',
  });
  expect(await shipped({ lines: mugs(1) })).toMatchObject({ shipmentId: first.shipmentId, repeated: true });
  expect((await shipped({ despiteDispute: true })).view.order.status).toBe('shipped');
});

it('ships without a warning once the dispute is won', async () => {
  const reference = orderNow(shop, order).payments[0]?.reference ?? '';
  const event = { provider: 'sandbox', reference, at: shop.clock.now(), disputeId: 'dp_1' } as const;
  const amount = { amount: 500, currency: 'USD' };
  for (const type of ['dispute.opened', 'dispute.won'] as const)
    (await shop.handleProviderEvent({ ...event, eventId: type, type, amount }))._unsafeUnwrap();
  expect((await shipped()).view.order.status).toBe('shipped');
});

it('refuses an order that nobody knows, and a parcel that nobody knows', async () => {
  expect(await refusalOf(shop, () => ship({ orderId: 'none' }))).toEqual({ type: 'order.not-found', orderId: 'none' });
  expect(await refusalOf(shop, () => shop.deliverParcel({ shipmentId: 'none' }))).toEqual({
    type: 'shipment.not-found',
    shipmentId: 'none',
  });
});

it('finds a parcel by its own id, and the order that it is of', async () => {
  const { view, shipmentId } = await shipped();
  const [shipment] = view.order.shipments;
  expect((await shop.viewShipment({ shipmentId }))._unsafeUnwrap()).toEqual({ order: view.order, shipment });
  const unknown = await shop.viewShipment({ shipmentId: 'none' });
  expect(unknown._unsafeUnwrapErr()).toEqual({ type: 'shipment.not-found', shipmentId: 'none' });
});

it('delivers a parcel once, and returns the same for a repeat', async () => {
  const { shipmentId } = await shipped();
  const [first, second] = await Promise.all([shop.deliverParcel({ shipmentId }), shop.deliverParcel({ shipmentId })]);
  shop.clock.advance(60_000);
  const third = await shop.deliverParcel({ shipmentId });
  expect([second._unsafeUnwrap(), third._unsafeUnwrap()]).toEqual([first._unsafeUnwrap(), first._unsafeUnwrap()]);
  expect(eventTypes().filter((type) => type === 'order.parcel-delivered')).toHaveLength(1);
});

it('changes nothing for somebody who last saw another version of the order', async () => {
  expect(await refusalOf(shop, () => ship({ expectedVersion: 1 }))).toEqual({
    type: 'order.version-stale',
    expected: 1,
    actual: 2,
  });
  const { view, shipmentId } = await shipped({ expectedVersion: 2 });
  const stale = { type: 'order.version-stale', expected: 2, actual: view.version };
  expect(await refusalOf(shop, () => ship({ expectedVersion: 2 }))).toEqual(stale);
  expect(await refusalOf(shop, () => shop.deliverParcel({ shipmentId, expectedVersion: 2 }))).toEqual(stale);
  expect((await shop.deliverParcel({ shipmentId, expectedVersion: view.version })).isOk()).toBe(true);
});
