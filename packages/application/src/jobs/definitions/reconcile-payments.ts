import { okAsync } from 'neverthrow';
import type { BeginNightlyReconciliation } from '../../reconciling/begin-nightly-reconciliation.js';
import type { ReconcilePayments } from '../../reconciling/reconcile-payments.js';
import { defineJob, onEvents, retryWithBackoff, textFields, type Tick } from '../job-definition.js';

/** A nightly run, or one that was requested. */
type Payload = Tick | { readonly reconciliationId: string };

const tick = textFields('at');
const requested = textFields('reconciliationId');

/** Compares the shop's payments with the provider's, each night and on request. */
export const reconcilePayments = defineJob({
  payload: (value): Payload | undefined => requested(value) ?? tick(value),
  on: onEvents({
    'payments.reconciliation-requested': ({ reconciliationId }): Payload => ({ reconciliationId }),
  }),
  handle: (
    useCases: {
      readonly beginNightlyReconciliation: BeginNightlyReconciliation;
      readonly reconcilePayments: ReconcilePayments;
    },
    payload,
  ) =>
    ('at' in payload ? useCases.beginNightlyReconciliation(payload) : okAsync(payload)).andThen(
      ({ reconciliationId }) => useCases.reconcilePayments({ reconciliationId }),
    ),
  retry: retryWithBackoff,
  schedule: '5 0 * * *',
});
