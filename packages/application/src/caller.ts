import type { CustomerId } from '@cartwright/domain';
import { permissionsOf, type Permission, type RoleName } from './identity/permissions.js';

/** Who calls a use case, with the secrets that give a guest access to one cart or one order. */
export type Caller = (
  | {
      readonly type: 'user';
      readonly userId: CustomerId;
      readonly role: RoleName;
      /** What the shop grants a role of its own; absent for the roles that every shop has. */
      readonly permissions?: readonly Permission[];
      readonly sessionId?: string;
    }
  | { readonly type: 'guest' }
) & {
  readonly cartToken?: string;
  readonly orderToken?: string;
  /** The client's, as far as it is known. */
  readonly address?: string;
};

/** A caller who has signed in. */
export type SignedInCaller = Extract<Caller, { readonly type: 'user' }>;

/** What a caller may do. */
export const permissionsOfCaller = (caller: Caller): readonly Permission[] =>
  caller.type === 'guest' ? [] : permissionsOf(caller.role, caller.permissions);
