import { errAsync, okAsync } from 'neverthrow';
import type { MailDefinition } from '../mail-definition.js';

/** Brings a buyer back to an order that somebody looked up with its number and the buyer's e-mail. */
export const orderLink: MailDefinition<'ordering.link-requested'> = {
  on: ['ordering.link-requested'],
  to: 'buyer',
  compose: ({ orderId }, { repositories, orderLinks }) => {
    if (orderId === undefined) return okAsync(undefined);
    return repositories.orders.find(orderId).andThen((stored) => {
      if (stored === undefined) return errAsync({ type: 'order.not-found', orderId } as const);
      const { order } = stored;
      return okAsync({
        recipient: order.email,
        text: {
          subject: `Your order ${order.number}`,
          opening: 'Somebody looked up your order with its number and your e-mail address.',
          heading: `Order ${order.number}`,
          rows: [],
          paragraphs: ['Whoever has this link can see the order. If you did not look it up, ignore this mail.'],
          links: [{ label: 'View your order', url: orderLinks.to(order) }],
        },
      });
    });
  },
};
