import type { Instant } from '@cartwright/domain';
import { okAsync, type ResultAsync } from 'neverthrow';
import { announceOnce } from '../announce-once.js';
import type { StorageUnavailable } from '../ports/failures.js';
import type { Log } from '../ports/log.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { AuditBooks, AuditedBooks } from './audit-books.js';
import { writeDifference } from './write-difference.js';

/** Audits the books, logs what it finds, and has the first differences mailed. A repeated job mails nothing again. */
export type AuditNightly = (job: {
  readonly jobId: string;
  readonly at: Instant;
}) => ResultAsync<AuditedBooks, StorageUnavailable>;

/** Maximum differences that are logged and mailed one by one; more are only counted. */
const maximumListed = 20;
const handler = 'audit-books';

type AuditNightlyDeps = { readonly auditBooks: AuditBooks; readonly unitOfWork: UnitOfWork; readonly log: Log };

export const makeAuditNightly =
  ({ auditBooks, unitOfWork, log }: AuditNightlyDeps): AuditNightly =>
  ({ jobId, at }) => {
    const listed: string[] = [];
    return auditBooks((difference) => {
      if (listed.length < maximumListed) listed.push(writeDifference(difference));
    }).andThen((audited) => {
      log.info({ ...audited }, 'the books were audited');
      if (audited.differences === 0) return okAsync(audited);
      log.error({ ...audited, first: listed }, 'the books have differences');
      const event = { type: 'books.differences-found', differences: audited.differences, listed, at } as const;
      return announceOnce(unitOfWork, { messageId: jobId, handler, at }, event).map(() => audited);
    });
  };
