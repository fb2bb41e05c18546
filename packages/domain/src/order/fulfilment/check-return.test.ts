import { describe, expect, test } from 'vitest';
import { accepted, refused } from '../../../testing/accepted.js';
import { orderIn, units } from '../../../testing/order-life.js';
import { at } from '../../../testing/shop.js';
import { checkReturn } from './check-return.js';
import { returnUnits } from './return-units.js';

const check = (
  quantities: Readonly<Record<string, number>>,
  ...announced: readonly Readonly<Record<string, number>>[]
) => ({
  lines: units(quantities),
  announced: announced.map((each) => ({ lines: units(each) })),
});

describe('announcing a return', () => {
  test('is possible for units that were shipped, summed in the order of the lines', () => {
    const lines = [...units({ mug: 1, cup: 2 }), ...units({ mug: 2 })];
    expect(accepted(checkReturn(orderIn.delivered, { lines, announced: [] }))).toStrictEqual(units({ cup: 2, mug: 3 }));
    expect(accepted(checkReturn(orderIn.partially_shipped, check({ mug: 1 })))).toStrictEqual(units({ mug: 1 }));
  });

  test('is refused for more units than were shipped and neither came back nor are announced', () => {
    const { order } = accepted(
      returnUnits(orderIn.delivered, { id: 'return-1', lines: units({ mug: 1 }), restock: true, at }),
    );
    expect(accepted(checkReturn(order, check({ mug: 1 }, { mug: 1 }, { cup: 2 })))).toStrictEqual(units({ mug: 1 }));
    expect(refused(checkReturn(order, check({ mug: 1 }, { mug: 1 }, { cup: 1, mug: 1 })))).toStrictEqual({
      type: 'units.not-available',
      variantId: 'mug',
      requested: 1,
      available: 0,
      status: 'delivered',
    });
  });

  test('has no unit left, rather than less than none, where more came back than was left to announce', () => {
    const { order } = accepted(
      returnUnits(orderIn.delivered, { id: 'return-1', lines: units({ mug: 2 }), restock: true, at }),
    );
    expect(refused(checkReturn(order, check({ mug: 1 }, { mug: 3 })))).toMatchObject({
      type: 'units.not-available',
      available: 0,
    });
  });

  test.each([-1, NaN])('is never possible for more units than were shipped, though %s be announced', (quantity) => {
    expect(refused(checkReturn(orderIn.delivered, check({ mug: 4 }, { mug: quantity })))).toMatchObject({
      type: 'units.not-available',
    });
  });

  test.each(['pending', 'paid', 'cancelled'] as const)(
    'is refused when the order is %s: nothing was shipped',
    (status) => {
      expect(refused(checkReturn(orderIn[status], check({ mug: 1 })))).toMatchObject({
        type: 'units.not-available',
        available: 0,
        status,
      });
    },
  );

  test('is refused for digital units, for nothing, and for what was not ordered', () => {
    expect(refused(checkReturn(orderIn.delivered, check({ book: 1 })))).toMatchObject({
      type: 'units.not-available',
      available: 0,
    });
    expect(refused(checkReturn(orderIn.delivered, check({})))).toStrictEqual({
      type: 'units.none',
      status: 'delivered',
    });
    expect(refused(checkReturn(orderIn.delivered, check({ pot: 1 })))).toStrictEqual({
      type: 'units.not-ordered',
      variantId: 'pot',
      status: 'delivered',
    });
  });
});
