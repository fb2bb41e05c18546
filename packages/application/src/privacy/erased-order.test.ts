import type { Order } from '@cartwright/domain';
import { orderIn } from '@cartwright/domain/testing/order-life';
import { expect, it } from 'vitest';
import { manualProvider } from '../paying/by-hand/manual-provider.js';
import { erasedOrder } from './erased-order.js';

const { returned } = orderIn;

it('an erased order does not name who paid by transfer, and relates each refund to its payment', () => {
  const reference = 'Quirina Zedlacher 17';
  const byTransfer: Order = {
    ...returned,
    dueBack: { ...returned.dueBack, amount: 0 },
    payments: returned.payments.map((payment) => ({ ...payment, provider: manualProvider, reference })),
    refunds: [
      {
        id: 'refund-1',
        provider: manualProvider,
        paymentReference: reference,
        amount: returned.dueBack,
        reason: 'Quirina Zedlacher called',
        status: 'failed',
        failure: 'the bank does not know Quirina Zedlacher',
        requestedAt: returned.placedAt,
      },
    ],
  };
  const { payments, refunds } = erasedOrder(byTransfer);
  expect(JSON.stringify({ payments, refunds })).not.toContain('Zedlacher');
  expect(refunds.map(({ paymentReference }) => paymentReference)).toEqual([payments[0]?.reference]);
});

it('an erased order keeps the references of payment providers, by which both sides are reconciled', () => {
  expect(erasedOrder(returned).payments).toEqual(returned.payments);
});
