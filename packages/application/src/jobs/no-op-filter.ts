import { okAsync, type ResultAsync } from 'neverthrow';
import { isOpenAt } from '../paying/end-payments.js';
import { wasHandled } from '../paying/handle-provider-event.js';
import type { OutboxEvent } from '../ports/repositories/outbox.js';
import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { ReadRepositories, UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { Job } from './jobs.js';
import { jobsFor } from './subscriptions.js';

/** The jobs that follow from a committed event and have something to do. */
export type NoOpFilter = (event: OutboxEvent) => Promise<readonly Job[]>;

type NeededJobsDeps = {
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly paymentGateway: Pick<PaymentGateway, 'provider'>;
};

/**
 * Leaves out what most purchases leave nothing to do for: a payment that ends no other one, an event of the sandbox that
 * the shop has been told. To look costs a read, which the events of one moment share; a job costs a way through the broker. It
 * is looked after the commit, so what is found done stays so. While storage is away nothing is left out.
 */
export const makeNoOpFilter =
  (deps: NeededJobsDeps): NoOpFilter =>
  async (event) => {
    const jobs = jobsFor(event);
    const needed = await Promise.all(
      jobs.map((job) => deps.unitOfWork.read((repositories) => isNeeded(deps, repositories, job)).unwrapOr(true)),
    );
    return jobs.filter((_job, index) => needed[index]);
  };

function isNeeded(
  { paymentGateway }: NeededJobsDeps,
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
