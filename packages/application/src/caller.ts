import type { CustomerId } from '@cartwright/domain';
import type { Role } from './identity/permissions.js';

/** Who asks: somebody signed in, or a guest with whatever secret they were given earlier. */
export type Caller =
  | { readonly type: 'user'; readonly userId: CustomerId; readonly role: Role }
  | { readonly type: 'guest'; readonly cartToken?: string; readonly orderToken?: string };
