import type { Address, Instant, Money, Order, VariantId } from '@cartwright/domain';
import { msAfter } from '../ms-after.js';
import { payableAmount } from '../paying/payable-amount.js';
import type { MailItem, MailRow, MailSection } from './mail-content.js';
import type { MailLanguage } from './mail-language.js';

/** The pictures of an order's variants, by variant. */
export type OrderPictures = ReadonlyMap<VariantId, string>;

/** What a mail shows of a whole order: its lines, its price, how and where it is sent. */
export type OrderSummary = {
  readonly items: readonly MailItem[];
  readonly rows: readonly MailRow[];
  readonly sections: readonly MailSection[];
};

export const orderSummary = (
  order: Order,
  { shared, money, date, country }: Pick<MailLanguage, 'shared' | 'money' | 'date' | 'country'>,
  pictures: OrderPictures,
): OrderSummary => {
  const { pricing, descriptions, delivery, shippingAddress, billingAddress, placedAt, note } = order;
  const { discountTotal, shippingTotal, taxTotal, taxIncluded, total } = pricing;
  const unlessZero = (label: string, amount: Money): readonly MailRow[] =>
    amount.amount === 0 ? [] : [{ label, value: money(amount) }];
  return {
    items: pricing.lines.map(({ variantId, quantity, unitPrice, total: lineTotal }) => {
      const image = pictures.get(variantId);
      return {
        name: `${quantity} × ${descriptions[variantId]?.name ?? variantId}`,
        detail: shared('each', { price: money(unitPrice) }),
        value: money(lineTotal),
        ...(image === undefined ? {} : { image }),
      };
    }),
    rows: [
      ...unlessZero(shared('discount'), discountTotal),
      ...(delivery === undefined
        ? unlessZero(shared('shipping'), shippingTotal)
        : [{ label: shared('shippingBy', { method: deliveryText(delivery, shared) }), value: money(shippingTotal) }]),
      ...(taxIncluded ? [] : unlessZero(shared('tax'), taxTotal)),
      { label: shared('total'), value: money(total), isStrong: true },
      ...(taxIncluded ? unlessZero(shared('taxIncluded'), taxTotal) : []),
      { label: shared('orderedOn'), value: date(placedAt) },
    ],
    sections: [
      ...addressSection(shared('shippingAddress'), delivery === undefined ? undefined : shippingAddress, country),
      ...addressSection(shared('billingAddress'), billingAddress, country),
      ...(note === undefined ? [] : [{ title: shared('note'), lines: [note] }]),
    ],
  };
};

/** An address below its title; nothing where there is none. */
export const addressSection = (
  title: string,
  address: Address | undefined,
  country: MailLanguage['country'],
): readonly MailSection[] => (address === undefined ? [] : [{ title, lines: addressLines(address, country) }]);

const deliveryText = ({ name, days }: NonNullable<Order['delivery']>, shared: MailLanguage['shared']): string =>
  days === undefined ? name : `${name} (${shared('days', days)})`;

const addressLines = (address: Address, countryName: MailLanguage['country']): readonly string[] => {
  const { fullName, company, line1, line2, postalCode, city, region, country } = address;
  const town = [postalCode, city].filter((part) => part !== undefined).join(' ');
  return [fullName, company, line1, line2, town, region, countryName(country)].filter(
    (line): line is string => line !== undefined && line !== '',
  );
};

/** What the buyer still has to pay and until when; `undefined` when there is nothing, or a payment is under way. */
export const unpaidOf = (
  order: Order,
  timeToPayMs: number,
): { readonly amount: Money; readonly by: Instant } | undefined =>
  payableAmount(order)
    .map((amount) => ({ amount, by: msAfter(order.placedAt, timeToPayMs) }))
    .unwrapOr(undefined);
