import { errAsync, okAsync } from 'neverthrow';
import type { MailDefinition } from '../../mail-definition.js';

/** Maximum differences in the mail. The reconciliation stores all of them. */
const maximumRows = 20;

/** Informs staff of differences between the shop and its payment provider that reconciliation could not resolve. */
export const paymentDifferences: MailDefinition<'payments.differences-found'> = {
  on: ['payments.differences-found'],
  to: { staffWith: 'reconciliations.read' },
  compose: ({ reconciliationId }, { repositories }) =>
    repositories.reconciliations.find(reconciliationId).andThen((found) => {
      if (found === undefined) return errAsync({ type: 'reconciliation.not-found', reconciliationId } as const);
      const { id, from, to, counts, differences } = found;
      return okAsync({
        text: {
          subject: `Payment differences: ${counts.differences}`,
          opening: 'The shop and its payment provider disagree about the payments below. Please check them.',
          heading: `Reconciliation ${id}`,
          rows: [
            { label: 'From', value: from },
            { label: 'To', value: to },
            { label: 'Differences', value: String(counts.differences) },
            ...differences.slice(0, maximumRows).map(({ type, reference }) => ({ label: type, value: reference })),
          ],
          paragraphs: ['The reconciliation stores the details of each difference.'],
        },
      });
    }),
};
