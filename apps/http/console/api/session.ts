import { get, send, setCsrfToken } from './api.js';
import { ApiError } from './problem.js';
import type { BrowserSession } from './schemas.js';

/** Who is signed in, and what they may do. */
export type User = BrowserSession['user'] & Pick<BrowserSession, 'permissions'>;
export type Permission = BrowserSession['permissions'][number];
type Credentials = { readonly email: string; readonly password: string; readonly totp?: string };

/** The user of this browser's session, if it has one. */
export async function openSession(): Promise<User | undefined> {
  try {
    return begin((await get<BrowserSession>('/auth/session')).body);
  } catch (thrown) {
    if (thrown instanceof ApiError && thrown.problem.status === 401) return undefined;
    throw thrown;
  }
}

export const signIn = async (credentials: Credentials): Promise<User> =>
  begin((await send<BrowserSession>('POST', '/auth/session', { body: credentials })).body);

export async function signOut(): Promise<void> {
  await send('DELETE', '/auth/session');
  setCsrfToken(undefined);
}

function begin({ user, csrfToken, permissions }: BrowserSession): User {
  setCsrfToken(csrfToken);
  return { ...user, permissions };
}
