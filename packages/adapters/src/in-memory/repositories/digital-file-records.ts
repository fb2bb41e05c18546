import type { DigitalFileRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const digitalFileRecords = ({ digitalFiles }: Tables): DigitalFileRecords => ({
  find: (variantId) => okAsync(digitalFiles.get(variantId)),
  among: (variantIds) => okAsync([...digitalFiles.values()].filter(({ variantId }) => variantIds.includes(variantId))),
  attach: (file) => {
    const before = digitalFiles.get(file.variantId);
    digitalFiles.set(file.variantId, file);
    return okAsync(before);
  },
  detach: (variantId) => {
    const before = digitalFiles.get(variantId);
    digitalFiles.delete(variantId);
    return okAsync(before);
  },
});
