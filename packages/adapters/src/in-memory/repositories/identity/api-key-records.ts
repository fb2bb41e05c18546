import type { ApiKeyRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const apiKeyRecords = ({ apiKeys }: Tables): ApiKeyRecords => ({
  list: () =>
    okAsync(
      [...apiKeys.values()]
        .toSorted((left, right) => compareIds(right.createdAt, left.createdAt) || compareIds(right.id, left.id))
        .map(({ digest: _digest, ...key }) => key),
    ),
  add: (key) => {
    apiKeys.set(key.id, key);
    return okAsync(undefined);
  },
  remove: (id) => okAsync(apiKeys.delete(id)),
});
