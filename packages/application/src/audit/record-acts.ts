import { type ResultAsync } from 'neverthrow';
import type { Caller } from '../caller.js';
import type { Access, RestrictedAccess } from '../identity/access.js';
import type { ActContext } from './act.js';
import type { NoteSecurityEvent } from './security-events.js';

/** What users do with their own data each day. All else that they do to their accounts concerns security. */
const everyday: ReadonlySet<string> = new Set([
  'logOut',
  'requestEmailVerification',
  'changeMe',
  'addAddress',
  'changeAddress',
  'removeAddress',
  'claimCart',
  'requestDownload',
  'addWish',
  'removeWish',
  'moveToCart',
  'addReview',
  'changeReview',
  'removeReview',
  'addComment',
  'removeComment',
]);
/** What staff may do to the orders and the comments of others. */
const staffActs: ReadonlySet<string> = new Set(['cancelOrder', 'requestReturn', 'removeComment']);

type UseCase = ((command: never) => ResultAsync<unknown, { readonly type: string }>) & { readonly access: Access };

/**
 * Makes each use case that asks for a permission an act of the audit log: none can be forgotten, since the list itself
 * is wrapped. What is recorded is decided by what it changes, see `auditedUnitOfWork`.
 */
export function recordActs<All extends Readonly<Record<string, unknown>>>(
  { acts, noteSecurityEvent }: { readonly acts: ActContext; readonly noteSecurityEvent: NoteSecurityEvent },
  useCases: All,
): All {
  const wrapped = Object.entries(useCases).map(([name, given]) => {
    const useCase = given as UseCase;
    if (!isAct(name, useCase.access)) return [name, given];
    const act = (command: { readonly caller: Caller }) => {
      const { caller } = command;
      if (caller.type === 'guest' || (staffActs.has(name) && caller.type === 'user' && caller.role === 'customer'))
        return useCase(command as never);
      const { userId: actorId, address } = caller;
      const called = acts.run(
        {
          action: name,
          actorId,
          ...(caller.type === 'api-key' ? { apiKeyId: caller.keyId } : {}),
          ...(address === undefined ? {} : { ip: address }),
          seen: new Map(),
        },
        () => useCase(command as never),
      );
      return called.orElse((error) =>
        error.type === 'auth.forbidden'
          ? noteSecurityEvent({
              action: 'auth.forbidden',
              userId: actorId,
              ...(caller.type === 'api-key' ? { apiKeyId: caller.keyId } : {}),
              address,
              facts: { operation: name },
            }).andThen(() => called)
          : called,
      );
    };
    return [name, Object.assign(act, { access: useCase.access })];
  });
  return Object.fromEntries(wrapped) as All;
}

const isAct = (name: string, access: Access): boolean =>
  isPermission(access) || (isOfUser(access) && !everyday.has(name)) || staffActs.has(name);

const isOfUser = (access: Access): boolean => access === 'user' || access === 'enrolling-user';
const isPermission = (access: Access): access is Extract<RestrictedAccess, object> => typeof access === 'object';
