import { imageAttempts, type FetchImage } from '../../catalogue/images/fetch-image.js';
import { defineJob, onEvents, textFields } from '../job-definition.js';

/** Fetches a picture that an import links to. */
export const fetchImage = defineJob({
  payload: textFields('imageId'),
  on: onEvents({ 'catalogue.image-awaited': ({ imageId }) => ({ imageId }) }),
  handle: (useCases: { readonly fetchImage: FetchImage }, payload) => useCases.fetchImage(payload),
  // The last attempt reports its failure. More are for outages of the shop's own storage.
  retry: { attempts: imageAttempts + 6, backoff: { baseMs: 10_000, maxMs: 300_000 } },
  // A picture takes up to 100 MB while it is resized.
  concurrency: 4,
});
