import type { Instant } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { announceOnce } from '../announce-once.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { ReportLowStock } from './view-reports.js';

/** Has the report of low stock mailed, if there is any. A repeated job mails nothing again. */
export type MailLowStock = (job: {
  readonly jobId: string;
  readonly at: Instant;
}) => ResultAsync<void, StorageUnavailable>;

/** Maximum variants in the mail. The report has more. */
const maximumListed = 50;
const handler = 'mail-low-stock';

type MailLowStockDeps = { readonly unitOfWork: UnitOfWork; readonly reportLowStock: ReportLowStock };

export const makeMailLowStock =
  ({ unitOfWork, reportLowStock }: MailLowStockDeps): MailLowStock =>
  ({ jobId, at }) =>
    reportLowStock({}).andThen((rows) => {
      if (rows.length === 0) return okAsync(undefined);
      const listed = rows.slice(0, maximumListed).map(({ sku, name, available }) => ({ sku, name, available }));
      const event = { type: 'stock.low-reported', variants: rows.length, listed, at } as const;
      return announceOnce(unitOfWork, { messageId: jobId, handler, at }, event);
    });
