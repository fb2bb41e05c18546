import type { Change } from '@cartwright/application';
import { sql } from 'drizzle-orm';
import { idempotencyKeys } from '../schema.js';
import { insertStep, updateUnlocked, type WriteStep } from './write-step.js';

/** An idempotency key that exists conflicts, even if it belongs to the same request. */
const taken = insertStep<Change, typeof idempotencyKeys>(
  'requests_taken',
  idempotencyKeys,
  ({ request: write }) => {
    if (write === undefined || write.type === 'finish') return [];
    const { caller, key, fingerprint } = write.request;
    const row = { caller, key, fingerprint, expiresAt: write.expiresAt };
    return write.type === 'complete'
      ? [{ ...row, outcome: write.outcome, resourceId: null, heldUntil: null }]
      : [{ ...row, outcome: null, resourceId: write.resourceId, heldUntil: write.until }];
  },
  sql`on conflict do nothing`,
);

const finished: WriteStep<Change> = {
  name: 'requests_finished',
  rows: (batch) =>
    batch.flatMap(({ request: write }) => {
      if (write?.type !== 'finish') return [];
      const { request, resourceId, outcome, expiresAt } = write;
      return [{ ...request, resource_id: resourceId, outcome, expires_at: expiresAt }];
    }),
  statement: updateUnlocked(idempotencyKeys, {
    columns: {
      caller: 'text',
      key: 'text',
      fingerprint: 'text',
      resource_id: 'text',
      outcome: 'text',
      expires_at: 'timestamptz',
    },
    where: sql`idempotency_keys.caller = changed.caller and idempotency_keys.key = changed.key
      and idempotency_keys.outcome is null and idempotency_keys.fingerprint = changed.fingerprint
      and idempotency_keys.resource_id = changed.resource_id`,
    set: sql`outcome = changed.outcome, expires_at = changed.expires_at, resource_id = null, held_until = null`,
  }),
  isGuarded: true,
};

export const requestSteps: readonly WriteStep<Change>[] = [taken, finished];
