import { get, send, setCsrfToken } from './api.js';
import { ApiError } from './problem.js';

export type User = { readonly id: string; readonly email: string; readonly name: string; readonly role: string };
type Session = { readonly user: User; readonly csrfToken: string };
type Credentials = { readonly email: string; readonly password: string; readonly totp?: string };

/** The user of this browser's session, if it has one. */
export async function openSession(): Promise<User | undefined> {
  try {
    return begin((await get<Session>('/auth/session')).body);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.problem.status === 401) return undefined;
    throw thrown;
  }
}

export const signIn = async (credentials: Credentials): Promise<User> =>
  begin((await send<Session>('POST', '/auth/session', { body: credentials })).body);

export async function signOut(): Promise<void> {
  await send('DELETE', '/auth/session');
  setCsrfToken(undefined);
}

function begin({ user, csrfToken }: Session): User {
  setCsrfToken(csrfToken);
  return user;
}
