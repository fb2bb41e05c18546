import { errAsync, okAsync } from 'neverthrow';
import { languageOfOrder, type MailDefinition } from '../mail-definition.js';

const texts = {
  en: {
    subject: 'Your order {number}',
    opening: 'Somebody looked up your order with its number and your e-mail address.',
    advice: 'Whoever has this link can see the order. If you did not look it up, ignore this mail.',
  },
  de: {
    subject: 'Ihre Bestellung {number}',
    opening: 'Jemand hat Ihre Bestellung mit ihrer Nummer und Ihrer E-Mail-Adresse gesucht.',
    advice:
      'Wer diesen Link hat, kann die Bestellung sehen. Wenn Sie sie nicht gesucht haben, beachten Sie diese E-Mail nicht.',
  },
} as const;

/** Brings a buyer back to an order that somebody looked up with its number and the buyer's e-mail. */
export const orderLink: MailDefinition<'ordering.link-requested'> = {
  on: ['ordering.link-requested'],
  to: 'buyer',
  texts,
  compose: ({ orderId }, context) => {
    if (orderId === undefined) return okAsync(undefined);
    return context.repositories.orders.find(orderId).andThen((stored) => {
      if (stored === undefined) return errAsync({ type: 'order.not-found', orderId } as const);
      const { order } = stored;
      return languageOfOrder(order, texts, context).map(({ language, say, shared }) => ({
        recipient: order.email,
        text: {
          language,
          subject: say('subject', { number: order.number }),
          opening: say('opening'),
          heading: shared('order', { number: order.number }),
          rows: [],
          paragraphs: [say('advice')],
          links: [{ label: shared('viewOrder'), url: context.orderLinks.to(order) }],
        },
      }));
    });
  },
};
