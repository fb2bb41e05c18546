import { errAsync, okAsync, type ResultAsync } from 'neverthrow';
import type { StorageUnavailable } from '../ports/failures.js';
import type { SessionAccess, SessionReader } from '../ports/read-models/session-reader.js';
import type { AccessTokenRefused, TokenIssuer } from '../ports/token-issuer.js';

export type AuthenticateError = AccessTokenRefused | StorageUnavailable;
/** The user of an access token, with their current role. */
export type Authenticate = (
  accessToken: string,
) => ResultAsync<SessionAccess & { readonly sessionId: string }, AuthenticateError>;

/** A token ends with its session and its account: immediately in this process, within a minute in others. */
export const makeAuthenticate =
  (deps: {
    readonly tokenIssuer: Pick<TokenIssuer, 'verify'>;
    readonly sessionReader: Pick<SessionReader, 'access'>;
  }): Authenticate =>
  (accessToken) =>
    deps.tokenIssuer
      .verify(accessToken)
      .andThen(({ userId, sessionId }) =>
        deps.sessionReader
          .access(sessionId)
          .andThen((access) =>
            access?.userId === userId
              ? okAsync({ ...access, sessionId })
              : errAsync({ type: 'auth.token-invalid' } as const),
          ),
      );
