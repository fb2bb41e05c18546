import { err, ok, type Result, type ResultAsync } from 'neverthrow';
import { permissionsOfCaller, type Caller, type SignedInCaller, type StaffCaller } from '../caller.js';
import type { Permission } from './permissions.js';

/**
 * Who may call a use case that checks its caller: a signed-in user, also one who has to add a second factor first, or
 * a caller with a permission.
 */
export type RestrictedAccess = 'user' | 'enrolling-user' | { readonly permission: Permission };

/** Who may call a use case. `internal` is the shop itself: jobs, the start of a process, and the payment provider. */
export type Access = 'anyone' | RestrictedAccess | 'internal';

/** The caller is a guest, or has a role that lacks the permission. */
export type AccessDenied =
  | { readonly type: 'auth.token-missing' }
  | { readonly type: 'auth.forbidden' }
  /** The shop demands a second factor of its staff. */
  | { readonly type: 'auth.totp-enrolment-required' };

/** A use case that checks its caller. */
export type Restricted<Command, T, E, Granted extends RestrictedAccess> = ((
  command: Command & { readonly caller: Caller },
) => ResultAsync<T, E | AccessDenied>) & { readonly access: Granted };

/** The errors of a use case, besides those of access. */
export type ErrorOf<UseCase> = UseCase extends (...args: never[]) => ResultAsync<unknown, infer E>
  ? Exclude<E, AccessDenied>
  : never;

type UseCaseFunction = (...args: never[]) => unknown;

/** A use case for everyone, guests included. It may still refuse a cart or an order that is not the caller's. */
export const anyone = <UseCase extends UseCaseFunction>(useCase: UseCase) => withAccess(useCase, 'anyone');

/** A use case of the shop itself: jobs, the start of a process and the payment provider call it. */
export const internal = <UseCase extends UseCaseFunction>(useCase: UseCase) => withAccess(useCase, 'internal');

/**
 * A use case for users who have signed in.
 *
 * @example const claimCart = signedIn(makeClaimCart(ports));
 */
export const signedIn = <Command extends { readonly caller: SignedInCaller }, T, E>(
  useCase: (command: Command) => ResultAsync<T, E>,
) => forUsers('user', useCase);

/** The same, also for staff who have to add a second factor and may do nothing else. */
export const whileEnrolling = <Command extends { readonly caller: SignedInCaller }, T, E>(
  useCase: (command: Command) => ResultAsync<T, E>,
) => forUsers('enrolling-user', useCase);

const forUsers = <Command extends { readonly caller: SignedInCaller }, T, E, Granted extends 'user' | 'enrolling-user'>(
  access: Granted,
  useCase: (command: Command) => ResultAsync<T, E>,
): Restricted<Omit<Command, 'caller'>, T, E, Granted> =>
  Object.assign(
    (command: Omit<Command, 'caller'> & { readonly caller: Caller }) =>
      checkAccess(command.caller, access).asyncAndThen((caller) =>
        useCase({ ...command, caller } as unknown as Command),
      ),
    { access },
  );

/**
 * A use case for staff whose role has a permission. It gets its command without the caller, and the caller as a second
 * argument.
 *
 * @example const shipOrder = requires('orders.fulfil', makeShipOrder(ports));
 */
export const requires = <Command, T, E>(
  permission: Permission,
  useCase: (command: Command, staff: StaffCaller) => ResultAsync<T, E>,
): Restricted<Command, T, E, { readonly permission: Permission }> => {
  const access = { permission };
  return Object.assign(
    ({ caller, ...command }: Command & { readonly caller: Caller }) =>
      checkAccess(caller, access).asyncAndThen((staff) => useCase(command as Command, staff)),
    { access },
  );
};

/** The only place that checks access. */
export function checkAccess(caller: Caller, access: 'user' | 'enrolling-user'): Result<SignedInCaller, AccessDenied>;
export function checkAccess(caller: Caller, access: RestrictedAccess): Result<StaffCaller, AccessDenied>;
export function checkAccess(caller: Caller, access: RestrictedAccess): Result<StaffCaller, AccessDenied> {
  if (caller.type === 'guest') return err({ type: 'auth.token-missing' });
  if (mustEnrol(caller) && access !== 'enrolling-user') return err({ type: 'auth.totp-enrolment-required' });
  // API keys cannot use a user's own resources, whoever created the key.
  const isGranted =
    typeof access === 'string' ? caller.type === 'user' : permissionsOfCaller(caller).includes(access.permission);
  return isGranted ? ok(caller) : err({ type: 'auth.forbidden' });
}

/** Whether a caller has to add a second factor before anything else. */
export const mustEnrol = (caller: Caller): boolean => caller.type === 'user' && caller.mustEnrol === true;

/** A new function, because a function of a port may be listed more than once. */
const withAccess = <UseCase extends UseCaseFunction, A extends Access>(
  useCase: UseCase,
  access: A,
): UseCase & { readonly access: A } => Object.assign(((...args: never[]) => useCase(...args)) as UseCase, { access });
