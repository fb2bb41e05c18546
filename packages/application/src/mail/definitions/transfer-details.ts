import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { announcedTransfer, type AnnouncedTransfer } from '../../paying/by-hand/awaited-transfer.js';
import type { BankDetails } from '../../ports/repositories/shop-records.js';
import { moneyText } from '../lay-out-mail.js';
import { orderMail, type MailContext } from '../mail-definition.js';

/** Sends a buyer the bank details of the shop, and by when the money must arrive. */
export const transferDetails = orderMail({
  on: ['payments.transfer-requested'],
  to: 'buyer',
  find: (order, { paymentId }, context) => transferOf(order, paymentId, context),
  write: ({ number, status }, { amount, dueAt, bank }) =>
    status === 'pending'
      ? {
          subject: `Your order ${number}: how to pay`,
          opening: 'Please transfer the amount to our bank account.',
          heading: `Order ${number}`,
          rows: [
            { label: 'Amount', value: moneyText(amount) },
            { label: 'Account holder', value: bank.holder },
            { label: 'IBAN', value: bank.iban },
            { label: 'BIC', value: bank.bic },
            { label: 'Reference', value: number },
            { label: 'Pay by', value: writeDay(dueAt) },
          ],
          paragraphs: [
            'Write the reference on your transfer: it tells us which order you pay. We cancel the order if the money does not arrive in time.',
          ],
        }
      : undefined,
});

type Transfer = AnnouncedTransfer & { readonly bank: BankDetails };

const transferOf = (
  { id }: Order,
  paymentId: string,
  { repositories: { payments }, shop }: MailContext,
): ResultAsync<Transfer | undefined, never> =>
  payments.find(paymentId).map((attempt) => {
    const transfer = attempt?.orderId === id ? announcedTransfer([attempt]) : undefined;
    return transfer && shop?.bankDetails && { ...transfer, bank: shop.bankDetails };
  });

const writeDay = (at: string): string =>
  new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(at));
