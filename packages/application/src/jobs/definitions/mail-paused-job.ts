import { isMailedEvent } from '../../mail/mailed-event.js';
import type { SendMail } from '../../mail/send-mail.js';
import type { EventOf } from '../../ports/repositories/outbox.js';
import { defineJob, onEvents, retryWithBackoff } from '../job-definition.js';

type Paused = EventOf<'jobs.paused'>;

/** Mails that a job was paused. A job of its own, because the paused one may be `send-mail`. */
export const mailPausedJob = defineJob({
  payload: (value): Paused | undefined => (isMailedEvent(value) && value.type === 'jobs.paused' ? value : undefined),
  on: onEvents({ 'jobs.paused': (event): Paused => event }),
  handle: (useCases: { readonly sendMail: SendMail }, event, jobId) =>
    useCases.sendMail({ mail: 'job-paused', event, messageId: jobId }),
  retry: retryWithBackoff,
});
