import type { Money, Order } from '@cartwright/domain';

/** What a buyer has paid for an order and not got back. An order that is not paid counts nothing. */
export function spentOn({ paymentStatus, pricing: { total }, payments, refunds, disputes }: Order): Money {
  if (paymentStatus === 'unpaid' || paymentStatus === 'processing') return { ...total, amount: 0 };
  const captured = sum(payments);
  const gone =
    sum(refunds.filter(({ status }) => status === 'confirmed')) +
    sum(disputes.filter(({ status }) => status === 'lost'));
  return { ...total, amount: Math.max(0, Math.min(total.amount, captured - gone)) };
}

const sum = (parts: readonly { readonly amount: Money }[]): number =>
  parts.reduce((all, { amount }) => all + amount.amount, 0);
