import { emptyProfile, type ProfileRecords } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const profileRecords = ({ profiles }: Tables): ProfileRecords => ({
  ofUser: (userId) => okAsync(profiles.get(userId) ?? emptyProfile),
  save: (userId, profile) => {
    profiles.set(userId, profile);
    return okAsync(undefined);
  },
});
