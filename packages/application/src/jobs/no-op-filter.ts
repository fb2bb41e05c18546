import type { PaymentGateway } from '../ports/payment-gateway.js';
import type { OutboxEvent } from '../ports/repositories/outbox.js';
import type { UnitOfWork } from '../ports/repositories/unit-of-work.js';
import type { ExtensionHandlers } from '../extending/event-handlers.js';
import { extensionJobs } from './extension-jobs.js';
import { jobsFor } from './jobs-for-event.js';
import { jobNamed, type Job } from './jobs.js';

/** Returns the jobs that follow from a committed event, without those that have nothing to do. */
export type NoOpFilter = (event: OutboxEvent) => Promise<readonly Job[]>;

type NoOpFilterDeps = {
  readonly unitOfWork: Pick<UnitOfWork, 'read'>;
  readonly paymentGateway: Pick<PaymentGateway, 'provider'>;
  /** None when absent. */
  readonly extensionHandlers?: ExtensionHandlers;
};

/**
 * Drops jobs whose definition says that they have nothing to do. The check costs a read, which concurrent events share;
 * a job costs a trip through the broker. The check comes after the commit, so its result stays true. While storage is
 * away no job is dropped, nor is one whose check throws: its handler reports what is wrong.
 */
export const makeNoOpFilter =
  (deps: NoOpFilterDeps): NoOpFilter =>
  async (event) => {
    const all = [...jobsFor(event), ...extensionJobs(deps.extensionHandlers ?? {}, event)];
    const noOps = await Promise.all(all.map((job) => isNoOp(deps, job)));
    return all.filter((_job, index) => noOps[index] === false);
  };

async function isNoOp({ unitOfWork, paymentGateway }: NoOpFilterDeps, { name, payload }: Job): Promise<boolean> {
  const check = jobNamed(name)?.isNoOp;
  if (check === undefined) return false;
  try {
    return await unitOfWork.read((repositories) => check({ repositories, paymentGateway }, payload)).unwrapOr(false);
  } catch {
    return false;
  }
}
