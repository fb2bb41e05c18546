import type { Instant } from '@cartwright/domain';

/** Whether the end of a session, a token or a key is reached. Without one it does not end. */
export const hasExpired = ({ expiresAt }: { readonly expiresAt?: Instant }, now: Instant): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) <= Date.parse(now);
