import type { Inbox } from '@cartwright/application';
import { okAsync } from 'neverthrow';
import type { Tables } from '../store.js';

export const inboxOf = ({ inbox }: Tables): Inbox => ({
  seen: (messageId, handler) => okAsync(inbox.has(noteId(messageId, handler))),
});

/** The key of a message's row. */
export const noteId = (messageId: string, handler: string): string => JSON.stringify([messageId, handler]);
