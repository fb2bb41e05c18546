import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** The cookie that signs a browser in. */
export type SessionCookie = {
  readonly name: string;
  readonly read: (request: FastifyRequest) => string | undefined;
  readonly set: (reply: FastifyReply, session: { readonly sessionToken: string; readonly expiresAt: string }) => void;
  readonly clear: (reply: FastifyReply) => void;
};

/**
 * Scripts cannot read the cookie, and it travels by https only (or on this machine, which browsers trust). A page of
 * another site gets it sent along with a link alone. By https its name has a prefix that keeps other subdomains from
 * setting it.
 *
 * @example makeSessionCookie({ publicUrl: 'https://shop.example' }).name // '__Host-cartwright-session'
 */
export function makeSessionCookie({ publicUrl }: { readonly publicUrl: string }): SessionCookie {
  const name = `${publicUrl.startsWith('https:') ? '__Host-' : ''}cartwright-session`;
  const attributes = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;
  return {
    name,
    read: ({ headers: { cookie } }) => (cookie === undefined ? undefined : parseCookie(cookie)[name]),
    set: (reply, { sessionToken, expiresAt }) => {
      const expires = new Date(expiresAt);
      void reply.header('set-cookie', stringifySetCookie({ name, value: sessionToken, expires, ...attributes }));
    },
    clear: (reply) => {
      void reply.header('set-cookie', stringifySetCookie({ name, value: '', maxAge: 0, ...attributes }));
    },
  };
}

/** What a page sends of its CSRF token. */
export function csrfTokenOf({ headers }: FastifyRequest): { readonly csrfToken?: string } {
  const csrfToken = headers['x-csrf-token'];
  return typeof csrfToken === 'string' ? { csrfToken } : {};
}
