import type { AccountTokens } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../../store.js';

export const accountTokens = ({ accountTokens: tokens }: Tables): AccountTokens => ({
  add: (token) => {
    tokens.set(token.id, token);
    return okAsync(undefined);
  },
  find: (id) => okAsync(tokens.get(id)),
  lock: (id) => okAsync(tokens.get(id)),
  removeOf: (userId, purpose) => {
    for (const token of tokens.values())
      if (token.userId === userId && token.purpose === purpose) tokens.delete(token.id);
    return okAsync(undefined);
  },
});
