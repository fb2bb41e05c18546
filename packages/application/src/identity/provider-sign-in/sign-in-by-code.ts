import { okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { AccountLinks } from '../account-links.js';
import {
  countCode,
  logSignIn,
  noteWrongCode,
  passSecondFactor,
  type SecondFactorRefused,
  type SignInDeps,
} from '../second-factor/sign-in-user.js';
import { openSession, rememberSession, type Client, type SignedIn } from '../sign-in.js';
import { useAccountLink } from '../use-account-link.js';

export type SignInByCodeCommand = {
  readonly code: string;
  /** For accounts that have a second factor. */
  readonly totp?: string;
  readonly client?: Client;
};
/** The code is unknown, already used or expired. */
export type SignInCodeInvalid = { readonly type: 'auth.code-invalid' };
export type SignInByCodeError = SignInCodeInvalid | SecondFactorRefused | StorageUnavailable;
/**
 * Signs somebody in whom a provider has sent back, once for each code. The provider is the first factor: an account
 * that has a second one needs that as well, and the code stays good while it is missing.
 */
export type SignInByCode = (command: SignInByCodeCommand) => ResultAsync<SignedIn, SignInByCodeError>;

type Deps = SignInDeps & { readonly accountLinks: AccountLinks };

export const makeSignInByCode =
  (deps: Deps): SignInByCode =>
  ({ code, totp, client = {} }) =>
    ownerOf(deps, code)
      .andThen((userId) =>
        (userId === undefined ? okAsync(nothing) : countCode(deps, userId, totp)).andThen((takeBack) =>
          deps.unitOfWork
            .run((repositories) =>
              useAccountLink(deps, repositories, 'sign-in', code).andThen((user) => {
                const { signedIn, session, token } = openSession(deps, user, client);
                return passSecondFactor(deps, repositories, user, totp)
                  .andThen(() => repositories.sessions.open(session, token))
                  .map(() => ({ signedIn, session, user }));
              }),
            )
            .orElse(noteWrongCode(deps, userId, client.address))
            .andThen((opened) => takeBack().map(() => opened)),
        ),
      )
      .map(({ signedIn, session, user }) => {
        rememberSession(deps, session, user);
        logSignIn(deps, user, client);
        return signedIn;
      })
      .mapErr((error) => (error.type === 'auth.link-invalid' ? codeInvalid : error));

/** Whose code it is. Nothing is decided on it but whose attempts are counted. */
function ownerOf({ accountLinks, unitOfWork }: Deps, code: string) {
  const id = accountLinks.idIn('sign-in', code);
  return id === undefined
    ? okAsync(undefined)
    : unitOfWork.read(({ accountTokens }) => accountTokens.find(id)).map((token) => token?.userId);
}

const nothing = (): ResultAsync<void, never> => okAsync(undefined);

const codeInvalid: SignInCodeInvalid = { type: 'auth.code-invalid' };
