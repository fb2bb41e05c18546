import type { ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../../ports/failures.js';
import type { UnitOfWork } from '../../ports/repositories/unit-of-work.js';
import type { AccountLinks } from '../account-links.js';
import { openSession, rememberSession, type Client, type SessionDeps, type SignedIn } from '../sign-in.js';
import { useAccountLink } from '../use-account-link.js';

export type SignInByCodeCommand = { readonly code: string; readonly client?: Client };
/** The code is not of this shop, was used before, or has expired. */
export type SignInCodeInvalid = { readonly type: 'auth.code-invalid' };
export type SignInByCodeError = SignInCodeInvalid | StorageUnavailable;
/** Signs somebody in whom a provider has sent back, once for each code. */
export type SignInByCode = (command: SignInByCodeCommand) => ResultAsync<SignedIn, SignInByCodeError>;

export const makeSignInByCode =
  (deps: SessionDeps & { readonly unitOfWork: UnitOfWork; readonly accountLinks: AccountLinks }): SignInByCode =>
  ({ code, client = {} }) =>
    deps.unitOfWork
      .run((repositories) =>
        useAccountLink(deps, repositories, 'sign-in', code).andThen((user) => {
          const { signedIn, session, token } = openSession(deps, user, client);
          return repositories.sessions.open(session, token).map(() => ({ signedIn, session, user }));
        }),
      )
      .map(({ signedIn, session, user }) => {
        rememberSession(deps, session, user);
        return signedIn;
      })
      .mapErr((error) => (error.type === 'auth.link-invalid' ? codeInvalid : error));

const codeInvalid: SignInCodeInvalid = { type: 'auth.code-invalid' };
