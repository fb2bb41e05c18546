import { formatMoney, type Money } from '../../api/money.js';
import type { Pricing } from '../../api/schemas.js';

const negative = ({ amount, currency }: Money): string => formatMoney({ amount: -amount, currency });

/** How a total comes about, with each promotion that was applied. */
export function PricingTable({ pricing }: { readonly pricing: Pricing }) {
  const { subtotal, applied, shippingTotal, taxTotal, taxIncluded, total, discountTotal } = pricing;
  return (
    <table class="sums">
      <caption class="hidden">Price</caption>
      <tbody>
        <Sum name="Subtotal" value={formatMoney(subtotal)} />
        {applied.map(({ promotionId, name, amount }) => (
          <Sum key={promotionId} name={name} value={negative(amount)} />
        ))}
        {applied.length > 1 && <Sum name="Discounts" value={negative(discountTotal)} />}
        <Sum name="Shipping" value={formatMoney(shippingTotal)} />
        <Sum name={taxIncluded ? 'Tax included' : 'Tax'} value={formatMoney(taxTotal)} />
        <Sum name="Total" value={formatMoney(total)} isTotal />
      </tbody>
    </table>
  );
}

function Sum({
  name,
  value,
  isTotal = false,
}: {
  readonly name: string;
  readonly value: string;
  readonly isTotal?: boolean;
}) {
  return (
    <tr class={isTotal ? 'total' : ''}>
      <th scope="row">{name}</th>
      <td class="number">{value}</td>
    </tr>
  );
}
