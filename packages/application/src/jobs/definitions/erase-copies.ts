import type { EraseCopies } from '../../privacy/erase-copies.js';
import { defineJob, onEvents, retryWithBackoff, textFields } from '../job-definition.js';

/** Removes what is stored of erased people outside the database, after each erasure and again each day. */
export const eraseCopies = defineJob({
  payload: textFields('at'),
  on: onEvents({ 'privacy.person-erased': ({ at }) => ({ at }) }),
  handle: (useCases: { readonly eraseCopies: EraseCopies }) => useCases.eraseCopies(),
  retry: retryWithBackoff,
  schedule: '47 3 * * *',
});
