import type { ReturnUrls } from '@cartwright/application';

/**
 * Return URLs on listed origins, as a browser reads them: `http` and `https` alone, without a name or password, and
 * written so that no other reader of the URL finds another host in it.
 *
 * @example makeOriginReturnUrls(['https://shop.example']).allows('https://shop.example/paid') // true
 */
export function makeOriginReturnUrls(origins: readonly string[]): ReturnUrls {
  const allowed = new Set(origins.map(originOf).filter((origin) => origin !== undefined));
  return {
    allows: (url) => {
      const origin = originOf(url);
      return origin !== undefined && allowed.has(origin);
    },
  };
}

function originOf(url: string): string | undefined {
  // Of the scheme alone: `blob:https://shop.example/…` has the shop's origin too. A browser drops line breaks and tabs,
  // and takes a backslash or a missing slash for `/`: others do not, and would read another host.
  if (!/^https?:\/\/[^/]/iu.test(url) || /[\s\p{C}\\]/u.test(url) || !URL.canParse(url)) return undefined;
  const { username, password, origin } = new URL(url);
  return username === '' && password === '' ? origin : undefined;
}
