import { accepted, cancelled, paid, sampleOrder } from '@cartwright/application/contracts/sample-order';
import { afterNoon, freshId, saveVariant } from '@cartwright/application/contracts/sample-shop';
import { makeSequentialIds } from '@cartwright/adapters/in-memory/sequential-ids';
import { createInMemoryStore } from '@cartwright/adapters/in-memory/store';
import { makeInMemoryUnitOfWork } from '@cartwright/adapters/in-memory/unit-of-work';
import { cancelUnits, deliverParcel, shipOrder, type Delivery, type Order, type OrderUnits } from '@cartwright/domain';
import { beforeEach, expect, it } from 'vitest';
import { estimateArrival } from './estimate-arrival.js';

const day = 86_400;
const standard: Delivery = { name: 'Standard', days: { min: 3, max: 5 } };
/** Sent so many days after the order was placed, at noon. */
const sentOn = (days: number) => ({ earliest: afterNoon((days + 3) * day), latest: afterNoon((days + 5) * day) });

const unitOfWork = makeInMemoryUnitOfWork({
  store: createInMemoryStore(),
  ids: makeSequentialIds(),
});
let mug: string;
let pot: string;
let eBook: string;
beforeEach(async () => {
  [mug, pot, eBook] = [
    await saveVariant(unitOfWork, { stock: 9 }),
    await saveVariant(unitOfWork, { stock: 9 }),
    await saveVariant(unitOfWork, { digital: true }),
  ];
});

const order = (delivery: Delivery | undefined, ...variantIds: readonly string[]) =>
  sampleOrder(unitOfWork, {
    lines: variantIds.map((variantId) => ({ variantId, quantity: 2 })),
    ...(delivery === undefined ? {} : { delivery }),
  });
const ship = (from: Order, days: number, id: string, ...lines: readonly OrderUnits[]) =>
  accepted(shipOrder(from, { id, at: afterNoon(days * day), ...(lines.length === 0 ? {} : { lines }) })).order;
const deliver = (from: Order, id: string, days: number) =>
  accepted(deliverParcel(from, { id, at: afterNoon(days * day) })).order;

it('counts from the order until something is shipped, paid or not', async () => {
  const placed = await order(standard, mug, pot);
  expect(estimateArrival(placed)).toEqual(sentOn(0));
  expect(estimateArrival(paid(placed))).toEqual(sentOn(0));
});

it('counts from each parcel once it is shipped, and the last one counts', async () => {
  const [first, second] = [freshId(), freshId()];
  const partly = ship(paid(await order(standard, mug, pot)), 2, first, { variantId: mug, quantity: 2 });
  expect([estimateArrival(partly, mug), estimateArrival(partly, pot)]).toEqual([sentOn(2), sentOn(0)]);
  expect(estimateArrival(partly)).toEqual(sentOn(2));
  const shipped = ship(partly, 4, second);
  expect([estimateArrival(shipped, mug), estimateArrival(shipped, pot), estimateArrival(shipped)]).toEqual([
    sentOn(2),
    sentOn(4),
    sentOn(4),
  ]);
});

it('counts units of one variant in two parcels from the later one', async () => {
  const partly = ship(paid(await order(standard, mug)), 1, freshId(), { variantId: mug, quantity: 1 });
  expect(estimateArrival(ship(partly, 3, freshId()), mug)).toEqual(sentOn(3));
});

it('expects nothing of a parcel that has been delivered', async () => {
  const [first, second] = [freshId(), freshId()];
  const shipped = ship(
    ship(paid(await order(standard, mug, pot)), 2, first, { variantId: mug, quantity: 2 }),
    4,
    second,
  );
  const partly = deliver(shipped, second, 6);
  expect([estimateArrival(partly, pot), estimateArrival(partly)]).toEqual([undefined, sentOn(2)]);
  expect(estimateArrival(deliver(partly, first, 7))).toBeUndefined();
});

it('expects nothing of what is cancelled, as a whole or by units', async () => {
  const placed = await order(standard, mug, pot);
  expect(estimateArrival(cancelled(placed))).toBeUndefined();
  const lines = [{ variantId: pot, quantity: 2 }];
  const without = accepted(cancelUnits(paid(placed), { id: 'sold-out', lines, at: afterNoon(1) })).order;
  expect([estimateArrival(without, pot), estimateArrival(without, mug)]).toEqual([undefined, sentOn(0)]);
});

it('expects nothing of digital goods', async () => {
  const both = paid(await order(standard, mug, eBook));
  expect([estimateArrival(both, eBook), estimateArrival(both, mug)]).toEqual([undefined, sentOn(0)]);
  expect(estimateArrival(await order(standard, eBook))).toBeUndefined();
});

it('says nothing when nobody knows how long a parcel takes', async () => {
  expect(estimateArrival(await order({ name: 'Pigeon' }, mug))).toBeUndefined();
  expect(estimateArrival(await order(undefined, mug))).toBeUndefined();
});

it('can be the same day', async () => {
  const today = await order({ name: 'Courier', days: { min: 0, max: 0 } }, mug);
  expect(estimateArrival(today)).toEqual({ earliest: today.placedAt, latest: today.placedAt });
});
