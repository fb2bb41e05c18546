import type { Order } from '@cartwright/domain';
import type { ResultAsync } from 'neverthrow';
import { announcedTransfer, type AnnouncedTransfer } from '../../paying/by-hand/awaited-transfer.js';
import type { BankDetails } from '../../ports/repositories/shop-records.js';
import { orderMail, type MailContext } from '../mail-definition.js';

/** Sends a buyer the bank details of the shop, and by when the money must arrive. */
export const transferDetails = orderMail({
  on: ['payments.transfer-requested'],
  to: 'buyer',
  texts: {
    en: {
      subject: 'Your order {number}: how to pay',
      opening: 'Please transfer the amount to our bank account.',
      amount: 'Amount',
      holder: 'Account holder',
      reference: 'Reference',
      dueOn: 'Pay by',
      advice:
        'Write the reference on your transfer: it tells us which order you pay. We cancel the order if the money does not arrive in time.',
    },
    de: {
      subject: 'Ihre Bestellung {number}: so bezahlen Sie',
      opening: 'Bitte überweisen Sie den Betrag auf unser Bankkonto.',
      amount: 'Betrag',
      holder: 'Kontoinhaber',
      reference: 'Verwendungszweck',
      dueOn: 'Zahlbar bis',
      advice:
        'Geben Sie den Verwendungszweck an: Er sagt uns, welche Bestellung Sie bezahlen. Geht das Geld nicht rechtzeitig ein, stornieren wir die Bestellung.',
    },
  },
  find: (order, { paymentId }, context) => transferOf(order, paymentId, context),
  write: ({ number, status }, { amount, dueAt, bank }, _event, { say, shared, money, date }) =>
    status === 'pending'
      ? {
          subject: say('subject', { number }),
          opening: say('opening'),
          heading: shared('order', { number }),
          rows: [
            { label: say('amount'), value: money(amount) },
            { label: say('holder'), value: bank.holder },
            { label: 'IBAN', value: bank.iban },
            { label: 'BIC', value: bank.bic },
            { label: say('reference'), value: number },
            { label: say('dueOn'), value: date(dueAt) },
          ],
          paragraphs: [say('advice')],
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
