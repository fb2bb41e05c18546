import { wrapHandlers, type JobHandlers, type JobQueue, type Mailer, type UnitOfWork } from '@cartwright/application';
import type { Tracing } from './tracing.js';

type InSpan = Pick<Tracing, 'inSpan' | 'traceParent'>;

/** Transactions and commits, as spans of what caused them. */
export const traceUnitOfWork = ({ inSpan }: InSpan, unitOfWork: UnitOfWork): UnitOfWork => ({
  ...unitOfWork,
  run: (work) => inSpan('transaction', { isOptional: true }, () => unitOfWork.run(work)),
  commit: (change) => inSpan('commit', { isOptional: true }, () => unitOfWork.commit(change)),
});

/** The way of a job into the queue, as a span of what committed its event. The job continues it. */
export const traceQueue = ({ inSpan, traceParent }: InSpan, queue: JobQueue): JobQueue => ({
  ...queue,
  add: (job) => {
    const { name, event } = job;
    if (event?.traceParent === undefined) return queue.add(job);
    const parent = event.traceParent;
    const facts = { kind: 'producer', parent, attributes: { 'cartwright.job': name } } as const;
    return inSpan(`relay ${name}`, facts, () => {
      const own = traceParent();
      return queue.add(own === undefined ? job : { ...job, event: { ...event, traceParent: own } });
    });
  },
});

/** Each run of a job as a span: of the event that caused it, else of its own. */
export const traceJobs = ({ inSpan }: InSpan, handlers: JobHandlers): JobHandlers =>
  wrapHandlers(handlers, (name, handle) => (job) => {
    const parent = job.event?.traceParent;
    const facts = { kind: 'consumer', parent, attributes: { 'cartwright.job': name } } as const;
    return inSpan(`job ${name}`, facts, () => handle(job));
  });

/** The delivery of a mail as a span. It names nobody. */
export const traceMailer = ({ inSpan }: InSpan, mailer: Mailer): Mailer => ({
  ...mailer,
  send: (mail) => inSpan('send mail', { kind: 'client' }, () => mailer.send(mail)),
});
