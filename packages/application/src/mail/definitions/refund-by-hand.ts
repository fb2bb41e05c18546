import { manualProvider } from '../../paying/by-hand/manual-provider.js';
import { isPayerUnmailed } from '../../privacy/erased-order.js';
import { moneyText } from '../lay-out-mail.js';
import { orderMail } from '../mail-definition.js';

/** Informs staff of a refund that no provider makes: the payment came by transfer. */
export const refundByHand = orderMail({
  on: ['order.refund-requested'],
  to: { staffWith: 'orders.refund' },
  find: (order, { refundId }) => order.refunds.find(({ id }) => id === refundId),
  write: (order, { id, amount, provider, paymentReference, status }) =>
    provider === manualProvider && status === 'pending'
      ? {
          subject: `Order ${order.number}: refund to be made by transfer`,
          opening: 'An order that was paid by transfer has money to go back.',
          heading: `Order ${order.number}`,
          rows: [
            { label: 'Amount', value: moneyText(amount) },
            ...(isPayerUnmailed(order, provider)
              ? []
              : [
                  { label: 'Buyer', value: order.email },
                  { label: 'Payment', value: paymentReference },
                ]),
            { label: 'Refund', value: id },
          ],
          paragraphs: ['Transfer the amount to the account that it came from. Then confirm the refund of the order.'],
        }
      : undefined,
});
