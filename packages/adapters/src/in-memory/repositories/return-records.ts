import type { ReturnRecords } from '@cartwright/application';
import { compareIds } from '@cartwright/domain';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const returnRecords = ({ returns }: Tables): ReturnRecords => ({
  add: (request) => {
    returns.set(request.id, request);
    return okAsync(undefined);
  },
  find: (id) => okAsync(returns.get(id)),
  ofOrder: (orderId) =>
    okAsync(
      [...returns.values()]
        .filter((request) => request.orderId === orderId)
        .sort((left, right) => compareIds(left.requestedAt, right.requestedAt) || compareIds(left.id, right.id)),
    ),
  setReceived: (id, at) => {
    const request = returns.get(id);
    if (request !== undefined) returns.set(id, { ...request, receivedAt: at });
    return okAsync(undefined);
  },
});
