import { parseCookie, stringifySetCookie } from 'cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** A cookie that only the shop reads. */
export type SecureCookie = {
  readonly name: string;
  readonly read: (request: FastifyRequest) => string | undefined;
  readonly set: (reply: FastifyReply, value: string, lifetime: { readonly expires: Date }) => void;
  readonly clear: (reply: FastifyReply) => void;
};

/**
 * Scripts cannot read the cookie, and it travels by https only (or on this machine, which browsers trust). A page of
 * another site gets it sent along with a link alone. By https its name has a prefix that keeps other subdomains from
 * setting it.
 *
 * @example makeSecureCookie('session', { publicUrl: 'https://shop.example' }).name // '__Host-cartwright-session'
 */
export function makeSecureCookie(
  purpose: 'session' | 'sign-in',
  { publicUrl }: { readonly publicUrl: string },
): SecureCookie {
  const name = `${publicUrl.startsWith('https:') ? '__Host-' : ''}cartwright-${purpose}`;
  const attributes = { httpOnly: true, secure: true, sameSite: 'lax', path: '/' } as const;
  return {
    name,
    read: ({ headers: { cookie } }) => (cookie === undefined ? undefined : parseCookie(cookie)[name]),
    set: (reply, value, { expires }) => {
      void reply.header('set-cookie', stringifySetCookie({ name, value, expires, ...attributes }));
    },
    clear: (reply) => {
      void reply.header('set-cookie', stringifySetCookie({ name, value: '', maxAge: 0, ...attributes }));
    },
  };
}

/** The CSRF token that a page sends. */
export function csrfTokenOf({ headers }: FastifyRequest): { readonly csrfToken?: string } {
  const csrfToken = headers['x-csrf-token'];
  return typeof csrfToken === 'string' ? { csrfToken } : {};
}
