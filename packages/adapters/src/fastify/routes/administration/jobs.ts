import type { ListedJob, PauseJobError, RetryFailedJobError, UseCases } from '@cartwright/application';
import { Type } from 'typebox';
import { ticksOf } from '../../../croner/schedule-ticks.js';
import { listProblems } from '../../errors/list-problems.js';
import { orProblem, type Problems } from '../../errors/problem.js';
import { storageProblems } from '../../errors/unavailable-problems.js';
import { pageRequest } from '../../requests/list-query.js';
import { listOf, pageQuery } from '../../requests/list-schemas.js';
import { closed, Id, IdParams, Instant, nullable } from '../../requests/plain-schemas.js';
import type { Routes } from '../../route-types.js';

const jobProblems = {
  'job.not-found': { status: 404, title: 'No such job', detail: 'No job has this name.' },
  ...storageProblems,
} satisfies Problems<PauseJobError>;
const retryProblems = {
  'job.failure-not-found': {
    status: 404,
    title: 'No such failed job',
    detail: 'The failed job was retried already, or never existed.',
  },
  ...jobProblems,
} satisfies Problems<RetryFailedJobError>;

const JobResponse = Type.Object(
  {
    name: Type.String(),
    schedule: nullable(Type.String({ description: "A cron pattern of five fields, in the shop's time zone." })),
    lastRunAt: nullable(Instant),
    nextRunAt: nullable(Instant),
    failures: Type.Integer({ description: 'Failed jobs that were not retried.' }),
    paused: Type.Boolean(),
  },
  { title: 'Job' },
);

const FailedJobResponse = Type.Object(
  { id: Id, job: Type.String(), reason: Type.String(), attempts: Type.Integer(), failedAt: Instant },
  { title: 'FailedJob' },
);
const RequestedRun = Type.Object({ requestedAt: Instant }, { title: 'RequestedRun' });
/** A run has no parameters. */
const RunBody = Type.Object({}, closed);
const NameParams = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });
const FailedQuery = Type.Object(pageQuery, closed);

const present = ({ name, schedule, timeZone, lastRunAt, failures, paused }: ListedJob) => ({
  name,
  schedule: schedule ?? null,
  lastRunAt: lastRunAt ?? null,
  nextRunAt: schedule === undefined ? null : ticksOf({ pattern: schedule, timeZone }).after(new Date().toISOString()),
  failures,
  paused,
});

/** The jobs of the shop: what they did, what failed, and how they are stopped. */
export const jobRoutes =
  ({ listJobs, pauseJob, resumeJob, runJobNow, listFailedJobs, retryFailedJob }: UseCases): Routes =>
  (app, _options, done) => {
    const tags = ['Administration'];

    app.get(
      '/admin/jobs',
      {
        schema: {
          tags,
          operationId: 'listJobs',
          summary: 'List all jobs',
          description: 'With their schedules, last and next runs, and failures. A paused job has a next run, too.',
          response: { 200: Type.Object({ data: Type.Array(JobResponse) }) },
        },
        config: { access: listJobs.access, problems: storageProblems },
      },
      async ({ caller }) => ({ data: (await orProblem(listJobs({ caller }), storageProblems)).map(present) }),
    );

    app.get(
      '/admin/jobs/failed',
      {
        schema: {
          tags,
          operationId: 'listFailedJobs',
          summary: 'List jobs that failed for good',
          description: 'Newest first: refused and malformed jobs at once, others after their last retry.',
          querystring: FailedQuery,
          response: { 200: listOf(FailedJobResponse) },
        },
        config: { access: listFailedJobs.access, problems: listProblems },
      },
      async ({ caller, query }) => {
        const listed = await orProblem(listFailedJobs({ caller, page: pageRequest(query) }), listProblems);
        const data = listed.data.map(({ id, job, reason, attempts, failedAt }) => ({
          id,
          job,
          reason,
          attempts,
          failedAt,
        }));
        return { data, meta: listed.meta };
      },
    );

    app.post(
      '/admin/jobs/failed/:id/retry',
      {
        schema: {
          tags,
          operationId: 'retryFailedJob',
          summary: 'Retry a failed job',
          description: 'It leaves the list, and is back in it when it fails again.',
          params: IdParams,
          response: { 202: RequestedRun },
        },
        config: { access: retryFailedJob.access, problems: retryProblems },
      },
      async ({ caller, params }, reply) => {
        const requested = await orProblem(retryFailedJob({ caller, id: params.id }), retryProblems);
        reply.code(202);
        return requested;
      },
    );

    app.post(
      '/admin/jobs/:name/run',
      {
        schema: {
          tags,
          operationId: 'runJobNow',
          summary: 'Run a job now',
          description:
            'Besides its schedule. A job without a schedule runs again for the events for which it failed, at most ' +
            '1,000 at a time. While the job is paused, the run waits.',
          params: NameParams,
          body: RunBody,
          response: { 202: RequestedRun },
        },
        config: { access: runJobNow.access, problems: jobProblems, bodyOptional: true },
      },
      async ({ caller, params }, reply) => {
        const requested = await orProblem(runJobNow({ caller, name: params.name }), jobProblems);
        reply.code(202);
        return requested;
      },
    );

    for (const [action, useCase, summary, description] of [
      ['pause', pauseJob, 'Pause a job', 'On every worker within two seconds, over restarts. What runs finishes.'],
      ['resume', resumeJob, 'Resume a paused job', 'What has waited runs within two seconds.'],
    ] as const)
      app.post(
        `/admin/jobs/:name/${action}`,
        {
          schema: {
            tags,
            operationId: `${action}Job`,
            summary,
            description,
            params: NameParams,
            response: { 204: Type.Null() },
          },
          config: { access: useCase.access, problems: jobProblems },
        },
        async ({ caller, params }, reply) => {
          await orProblem(useCase({ caller, name: params.name }), jobProblems);
          return reply.code(204).send(null);
        },
      );
    done();
  };
