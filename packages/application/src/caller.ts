import type { CustomerGroup, CustomerId } from '@cartwright/domain';
import { permissionsOf, type Permission, type RoleName } from './identity/permissions.js';

/** Who calls a use case, with the secrets that give a guest access to one cart or one order. */
export type Caller = (
  | {
      readonly type: 'user';
      readonly userId: CustomerId;
      readonly role: RoleName;
      /** What the shop grants a role of its own; absent for the roles that every shop has. */
      readonly permissions?: readonly Permission[];
      /** Customer groups that they were added to; absent for none. */
      readonly groups?: readonly CustomerGroup[];
      readonly sessionId?: string;
      /** The shop demands a second factor of them, and they have none: they may do nothing but add one. */
      readonly mustEnrol?: true;
    }
  | {
      readonly type: 'api-key';
      readonly keyId: string;
      /** Who made the key, and answers for what it does. */
      readonly userId: CustomerId;
      readonly permissions: readonly Permission[];
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

/** A caller who was given permissions: somebody who has signed in, or a program with an API key. */
export type StaffCaller = Exclude<Caller, { readonly type: 'guest' }>;

/** What a caller may do. */
export function permissionsOfCaller(caller: Caller): readonly Permission[] {
  switch (caller.type) {
    case 'user':
      return caller.mustEnrol === true ? [] : permissionsOf(caller.role, caller.permissions);
    case 'api-key':
      return caller.permissions;
    case 'guest':
      return [];
  }
}

/** Who did something, as the log names them. */
export const actorOf = (caller: StaffCaller) => ({
  by: caller.userId,
  ...(caller.type === 'api-key' ? { apiKeyId: caller.keyId } : {}),
  address: caller.address,
});
