import type { Change, OrderWrite } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { outboxRow } from '../repositories/outbox.js';
import { auditRow } from '../repositories/audit-log.js';
import { auditLog, inbox, outbox } from '../schema.js';
import { insertStep, type WriteStep } from './write-step.js';

/** A message that its handler has dealt with conflicts. */
const handled = insertStep<Change, typeof inbox>(
  'messages_handled',
  inbox,
  ({ message }) =>
    message === undefined ? [] : [{ messageId: message.messageId, handler: message.handler, acceptedAt: message.at }],
  sql`on conflict do nothing`,
);

const published = insertStep<Change, typeof outbox>(
  'events_published',
  outbox,
  ({ events = [], order, traceParent }, ids) => {
    const facts = { traceParent, ...(order === undefined ? {} : { orderVersion: versionAfter(order) }) };
    return events.map((event) => outboxRow(ids, event, facts));
  },
);

/** The version of an order once the change is written. */
const versionAfter = (write: OrderWrite): number => {
  switch (write.type) {
    case 'place':
      return 1;
    case 'change':
      return write.version + 1;
    case 'unchanged':
      return write.version;
  }
};

const audited = insertStep<Change, typeof auditLog>('acts_audited', auditLog, ({ audit = [] }) => audit.map(auditRow));

export const messageSteps: readonly WriteStep<Change>[] = [handled, published, audited];
