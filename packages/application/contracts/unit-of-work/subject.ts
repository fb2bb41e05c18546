import type { AuditReader, OutboxFeed, PricingRules, UnitOfWork } from '@cartwright/application';
import { afterEach, beforeEach } from 'vitest';

/** A unit of work over an empty shop whose currency is US dollars. */
export type UnitOfWorkSubject = {
  readonly unitOfWork: UnitOfWork;
  /** Of the same storage. */
  readonly feed: OutboxFeed;
  /** Of the same storage. */
  readonly auditReader: AuditReader;
  /** How often a commit of events has been reported (to wake the relay) so far. */
  readonly reportedCommits: () => number;
  /** Replaces what the shop has decided about prices, by whatever way the implementation has. */
  readonly givePricingRules: (rules: PricingRules) => Promise<void>;
  /** Closes what the subject opened. */
  readonly dispose: () => Promise<void>;
};

/** Called before each test: the storage must be empty each time (a new one, or one that has been emptied). */
export type MakeUnitOfWorkSubject = () => Promise<UnitOfWorkSubject>;

/** A subject for each test of the surrounding `describe`. */
export function subjectForEachTest<S extends { readonly dispose: () => Promise<void> }>(
  makeSubject: () => Promise<S>,
): () => S {
  let subject: S | undefined;
  beforeEach(async () => {
    subject = await makeSubject();
  });
  afterEach(async () => {
    await subject?.dispose();
    subject = undefined;
  });
  return () => {
    if (subject === undefined) throw new Error('there is a subject while a test runs');
    return subject;
  };
}
