import { okAsync, type ResultAsync } from 'neverthrow';
import { isOpenAt } from '../paying/end-payments.js';
import { wasHandled } from '../paying/handle-provider-event.js';
import type { OutboxEvent } from '../ports/repositories/outbox.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { ReadRepositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Job } from './jobs.js';
import { jobsFor } from './subscriptions.js';

/** Returns the jobs that follow from a committed event, without those that have nothing to do. */
export type NoOpFilter = (event: OutboxEvent) => Promise<readonly Job[]>;

type NoOpFilterDeps = {
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly paymentGateway: Pick<PaymentGateway, 'provider'>;
};

/**
 * Drops jobs that have nothing to do in most purchases: ending other payments where there are none, and handling a sandbox
 * event that was handled in the request. The check costs a read, which concurrent events share; a job costs a trip through the
 * broker. The check comes after the commit, so its result stays true. While storage is away no job is dropped.
 */
export const makeNoOpFilter =
  (deps: NoOpFilterDeps): NoOpFilter =>
  async (event) => {
    const jobs = jobsFor(event);
    const needed = await Promise.all(
      jobs.map((job) => deps.unitOfWork.read((repositories) => isNeeded(deps, repositories, job)).unwrapOr(true)),
    );
    return jobs.filter((_job, index) => needed[index]);
  };

function isNeeded(
  { paymentGateway }: NoOpFilterDeps,
  { payments, inbox }: ReadRepositories,
  job: Job,
): ResultAsync<boolean, never> {
  switch (job.name) {
    case 'end-payments':
      return payments
        .ofOrder(job.payload.orderId)
        .map((attempts) => attempts.some((attempt) => isOpenAt(paymentGateway, attempt)));
    case 'handle-sandbox-event':
      return wasHandled({ inbox }, { provider: 'sandbox', eventId: job.payload.eventId }).map(
        (isHandled) => !isHandled,
      );
    default:
      return okAsync(true);
  }
}
