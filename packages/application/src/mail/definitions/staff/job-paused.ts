import { okAsync } from 'neverthrow';
import type { MailDefinition } from '../../mail-definition.js';

/** Informs admins of a job that was paused because it was refused again and again. */
export const jobPaused: MailDefinition<'jobs.paused'> = {
  on: ['jobs.paused'],
  to: { staffWith: 'jobs.run' },
  compose: ({ job, refusals, at }) =>
    okAsync({
      text: {
        subject: `Job paused: ${job}`,
        opening: 'A job was refused so often in a row that it was paused. Its work waits until it is resumed.',
        heading: job,
        rows: [
          { label: 'Refusals', value: String(refusals) },
          { label: 'Paused at', value: at },
        ],
        paragraphs: ['The list of failed jobs has the reasons. Retry those, and resume the job, once it can succeed.'],
      },
    }),
};
