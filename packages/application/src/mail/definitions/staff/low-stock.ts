import { okAsync } from 'neverthrow';
import type { MailDefinition } from '../../mail-definition.js';

/** Informs staff of variants that will soon be sold out. */
export const lowStock: MailDefinition<'stock.low-reported'> = {
  on: ['stock.low-reported'],
  to: { staffWith: 'stock.edit' },
  compose: ({ variants, listed, at }) =>
    okAsync({
      text: {
        subject: `Low stock: ${variants}`,
        opening: 'These variants have reached the number from which stock counts as low.',
        heading: `Stock of ${at.slice(0, 10)}`,
        rows: listed.map(({ sku, name, available }) => ({ label: `${name} (${sku})`, value: String(available) })),
        paragraphs: ['The report of low stock lists all of them.'],
      },
    }),
};
