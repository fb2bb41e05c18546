import { errAsync, okAsync } from 'neverthrow';
import { expect, it } from 'vitest';
import type { Job, JobHandlers } from './jobs.js';
import { runJob } from './run-job.js';

const job: Job = { id: '1.request-due-refunds', name: 'request-due-refunds', payload: { orderId: 'order-1' } };
const handlers: JobHandlers = {
  'send-order-confirmation': () => okAsync(undefined),
  'request-due-refunds': () => okAsync(undefined),
  'send-refund': () => okAsync(undefined),
  'end-payments': () => okAsync(undefined),
  'send-order-mail': () => okAsync(undefined),
  'send-staff-mail': () => okAsync(undefined),
  'import-products': () => okAsync(undefined),
  'handle-sandbox-event': () => okAsync(undefined),
  'expire-orders': () => okAsync(undefined),
  'reconcile-payments': () => okAsync(undefined),
};

it('hands a job to the handler of its name, payload and all', async () => {
  const seen: Job[] = [];
  const handled = runJob(
    { ...handlers, 'request-due-refunds': (taken) => (seen.push(taken), okAsync(undefined)) },
    job,
  );
  expect((await handled).isOk()).toBe(true);
  expect(seen).toEqual([job]);
});

it('passes on what the handler answers', async () => {
  const refusal = { type: 'job.refused', reason: 'no such order' } as const;
  const handled = await runJob({ ...handlers, 'request-due-refunds': () => errAsync(refusal) }, job);
  expect(handled._unsafeUnwrapErr()).toEqual(refusal);
});

it('takes a handler that throws for an outage and keeps what was thrown', async () => {
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

it('keeps a job of a name that this version does not know for one that does', async () => {
  const unknown = { ...job, name: 'sweep-the-floor' } as unknown as Job;
  expect((await runJob(handlers, unknown))._unsafeUnwrapErr()).toMatchObject({ type: 'job.outage' });
});
