import type { Money, Order } from '@cartwright/domain';
import { writeMoney } from '../write-money.js';

/** A row of an order's price, as a buyer reads it. */
export type PriceRow = { readonly label: string; readonly value: string };

/**
 * The price of an order: its lines, then what makes up the total. Tax that prices include is stated below the total,
 * because it is not added to it.
 *
 * @example priceRows(order) // [{ label: '2 × Mug', value: '$24.00' }, …, { label: 'Total', value: '$29.00' }]
 */
export function priceRows({ pricing, descriptions }: Order): readonly PriceRow[] {
  const { discountTotal, shippingTotal, taxTotal, taxIncluded, total } = pricing;
  const row = (label: string, money: Money): PriceRow => ({ label, value: writeMoney(money, 'en') });
  const unlessZero = (label: string, money: Money): readonly PriceRow[] =>
    money.amount === 0 ? [] : [row(label, money)];
  return [
    ...pricing.lines.map(({ variantId, quantity, total: lineTotal }) =>
      row(`${quantity} × ${descriptions[variantId]?.name ?? variantId}`, lineTotal),
    ),
    ...unlessZero('You save', discountTotal),
    ...unlessZero('Shipping', shippingTotal),
    ...(taxIncluded ? [] : unlessZero('Tax', taxTotal)),
    row('Total', total),
    ...(taxIncluded ? unlessZero('Includes tax of', taxTotal) : []),
  ];
}
