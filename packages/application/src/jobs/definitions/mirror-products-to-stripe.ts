import { okAsync } from 'neverthrow';
import type { MirrorProducts } from '../../catalogue/mirroring/mirror-products.js';
import type { BeginNightlyProductMirror } from '../../catalogue/mirroring/request-product-mirror.js';
import { defineJob, onEvents, retryWithBackoff, textFields, type Tick } from '../job-definition.js';

/** A nightly run, or one that was requested. */
type Payload = Tick | { readonly runId: string };

const tick = textFields('at');
const requested = textFields('runId');

/** Mirrors products and prices to Stripe, each night and on request. Does nothing where products are not mirrored. */
export const mirrorProductsToStripe = defineJob({
  payload: (value): Payload | undefined => requested(value) ?? tick(value),
  on: onEvents({ 'catalogue.mirror-requested': ({ runId }): Payload => ({ runId }) }),
  handle: (
    useCases: {
      readonly beginNightlyProductMirror: BeginNightlyProductMirror;
      readonly mirrorProducts: MirrorProducts;
    },
    payload,
  ) =>
    ('at' in payload
      ? useCases.beginNightlyProductMirror(payload)
      : okAsync<{ readonly runId?: string }>(payload)
    ).andThen(({ runId }) => (runId === undefined ? okAsync(undefined) : useCases.mirrorProducts({ runId }))),
  retry: retryWithBackoff,
  schedule: '10 4 * * *',
  // Two would share one limit of requests at Stripe.
  concurrency: 1,
});
