import { errAsync, okAsync } from 'neverthrow';
import { expect, it } from 'vitest';
import { handlersOf } from '../../contracts/sample-jobs.js';
import type { Job } from './jobs.js';
import { runJob } from './run-job.js';

const job: Job = { id: '1.request-due-refunds', name: 'request-due-refunds', payload: { orderId: 'order-1' } };
const handlers = handlersOf(() => okAsync(undefined));

it('hands a job to the handler of its name, payload and all', async () => {
  const seen: Job[] = [];
  const handled = runJob(
    { ...handlers, 'request-due-refunds': (taken) => (seen.push(taken), okAsync(undefined)) },
    job,
  );
  expect((await handled).isOk()).toBe(true);
  expect(seen).toEqual([job]);
});

it('returns the result of the handler', async () => {
  const refusal = { type: 'job.refused', reason: 'no such order' } as const;
  const handled = await runJob({ ...handlers, 'request-due-refunds': () => errAsync(refusal) }, job);
  expect(handled._unsafeUnwrapErr()).toEqual(refusal);
});

it('treats a handler that throws as an outage, with the thrown value', async () => {
  const bug = new TypeError('x is undefined');
  const thrower = (): never => {
    throw bug;
  };
  const handled = await runJob({ ...handlers, 'request-due-refunds': thrower }, job);
  expect(handled._unsafeUnwrapErr()).toEqual({
    type: 'job.outage',
    reason: 'the handler threw: x is undefined',
    defect: bug,
  });
});

it('refuses a job of a name that only another version knows', async () => {
  const unknown = { ...job, name: 'sweep-the-floor' } as unknown as Job;
  expect((await runJob(handlers, unknown))._unsafeUnwrapErr()).toMatchObject({
    type: 'job.refused',
    reason: 'unknown job sweep-the-floor',
  });
});
