import { okAsync } from 'neverthrow';
import type { MailDefinition } from '../../mail-definition.js';

/** Informs admins of orders and stock that differ from the sum of their parts. */
export const booksDifferences: MailDefinition<'books.differences-found'> = {
  on: ['books.differences-found'],
  to: { staffWith: 'audit.read' },
  compose: ({ differences, listed, at }) =>
    okAsync({
      text: {
        subject: `Differences in the books: ${differences}`,
        opening: 'The nightly audit found stored amounts that are not what they are made of. Please check them.',
        heading: `Audit of ${at}`,
        rows: [
          { label: 'Differences', value: String(differences) },
          ...listed.map((line, index) => ({ label: String(index + 1), value: line })),
        ],
        paragraphs: ['`pnpm audit-books` prints all of them.'],
      },
    }),
};
