import type { FailedJob, JobRecords, JobState } from '@cartwright/application';
import { asc, count, eq, inArray, isNull, sql } from 'drizzle-orm';
import { ResultAsync } from 'neverthrow';
import type { Database } from '../connection/database.js';
import { query } from '../connection/try-query.js';
import { isUuid, storableText } from '../connection/storable-text.js';
import { byInstant, readKeysetPage, selectPage } from '../read-models/keyset-page.js';
import { failedJobs, jobStates } from '../schema.js';

const stateOf = ({ name, lastRunAt, pausedAt, refusals }: typeof jobStates.$inferSelect): JobState => ({
  name,
  refusals,
  ...(lastRunAt === null ? {} : { lastRunAt }),
  ...(pausedAt === null ? {} : { pausedAt }),
});

const maximumReason = 2000;
const latestFirst = byInstant('failedAt', 'desc', failedJobs.failedAt, failedJobs.id);

/** The states of jobs in `job_states`, and those that failed in `failed_jobs`. */
export const makeDrizzleJobRecords = (tx: Database): JobRecords => ({
  states: () => query(async () => (await tx.select().from(jobStates)).map(stateOf)),
  noteRuns: (runs) =>
    query(async () => {
      // In one order, so that two processes do not wait for each other.
      const ordered = runs.toSorted((one, other) => (one.name < other.name ? -1 : 1));
      for (const { name, lastRunAt, refusals, hasSucceeded } of ordered)
        await tx
          .insert(jobStates)
          .values({ name, lastRunAt, refusals })
          .onConflictDoUpdate({
            target: jobStates.name,
            set: {
              lastRunAt: sql`greatest(${jobStates.lastRunAt}, excluded.last_run_at)`,
              refusals: hasSucceeded ? refusals : sql`${jobStates.refusals} + excluded.refusals`,
            },
          });
      const names = runs.map(({ name }) => name);
      if (names.length === 0) return [];
      return (await tx.select().from(jobStates).where(inArray(jobStates.name, names))).map(stateOf);
    }),
  pause: (name, at) =>
    query(async () => {
      const paused = await tx
        .insert(jobStates)
        .values({ name, pausedAt: at, refusals: 0 })
        .onConflictDoUpdate({ target: jobStates.name, set: { pausedAt: at }, setWhere: isNull(jobStates.pausedAt) })
        .returning({ name: jobStates.name });
      return paused.length > 0;
    }),
  resume: (name) =>
    query(async () => {
      await tx.update(jobStates).set({ pausedAt: null, refusals: 0 }).where(eq(jobStates.name, name));
    }),
  fail: (failed) =>
    query(async () => {
      const row = {
        ...failed,
        payload: failed.payload ?? null,
        reason: storableText(failed.reason).slice(0, maximumReason),
      };
      const { reason, attempts, failedAt } = row;
      await tx
        .insert(failedJobs)
        .values(row)
        .onConflictDoUpdate({ target: failedJobs.jobId, set: { reason, attempts, failedAt } });
    }),
  failed: (request) =>
    new ResultAsync(
      readKeysetPage(latestFirst, request, {
        select: (page) => selectPage(tx.select().from(failedJobs), page),
        rowOf: (row): FailedJob => row,
        count: async () => tx.$count(failedJobs),
      }),
    ),
  failures: () =>
    query(async () => {
      const rows = await tx.select({ job: failedJobs.job, total: count() }).from(failedJobs).groupBy(failedJobs.job);
      return new Map(rows.map(({ job, total }) => [job, total]));
    }),
  takeFailed: (id) =>
    query(async () => {
      if (!isUuid(id)) return undefined;
      const [taken] = await tx.delete(failedJobs).where(eq(failedJobs.id, id)).returning();
      return taken;
    }),
  takeAllFailed: (job, limit) =>
    query(async () => {
      const oldest = tx
        .select({ id: failedJobs.id })
        .from(failedJobs)
        .where(eq(failedJobs.job, job))
        .orderBy(asc(failedJobs.failedAt), asc(failedJobs.id))
        .limit(limit)
        .for('update', { skipLocked: true });
      const taken = await tx.delete(failedJobs).where(inArray(failedJobs.id, oldest)).returning();
      return taken.toSorted((one, other) => (one.failedAt < other.failedAt ? -1 : 1));
    }),
});
