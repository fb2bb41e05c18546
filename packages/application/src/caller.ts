import type { CustomerId } from '@cartwright/domain';
import type { Role } from './identity/permissions.js';

/** Who asks, with the secrets that reach one cart or one order without signing in. */
export type Caller = (
  { readonly type: 'user'; readonly userId: CustomerId; readonly role: Role } | { readonly type: 'guest' }
) & { readonly cartToken?: string; readonly orderToken?: string };
