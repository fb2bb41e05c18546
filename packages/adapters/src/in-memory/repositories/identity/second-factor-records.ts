import type { SecondFactorRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const secondFactorRecords = ({ secondFactors }: Tables): SecondFactorRecords => ({
  find: (userId) => okAsync(secondFactors.get(userId)),
  lock: (userId) => okAsync(secondFactors.get(userId)),
  save: (factor) => {
    secondFactors.set(factor.userId, factor);
    return okAsync(undefined);
  },
  remove: (userId) => {
    secondFactors.delete(userId);
    return okAsync(undefined);
  },
});
