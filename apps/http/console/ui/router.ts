import { useEffect, useState } from 'preact/hooks';

/** Everything below this path is a page of the console. */
export const root = '/console';

const changed = 'console:navigated';

/** The address below `/console`: its path, and its parameters. */
type Location = { readonly path: string; readonly query: URLSearchParams };

const current = (): Location => ({
  path: location.pathname.slice(root.length).replace(/\/$/u, ''),
  query: new URLSearchParams(location.search),
});

/** Opens a page. `replace` leaves no entry in the history, as for a search that is being typed. */
export function navigate(to: string, { replace = false }: { readonly replace?: boolean } = {}): void {
  if (replace) history.replaceState(undefined, '', root + to);
  else history.pushState(undefined, '', root + to);
  dispatchEvent(new Event(changed));
}

/** The address of the open page. The component is rendered again when it changes. */
export function useLocation(): Location {
  const [here, setHere] = useState(current);
  useEffect(() => {
    const update = (): void => setHere(current());
    addEventListener('popstate', update);
    addEventListener(changed, update);
    return () => {
      removeEventListener('popstate', update);
      removeEventListener(changed, update);
    };
  }, []);
  return here;
}

/** Opens links to pages without loading the document again. Links to files and new tabs are left to the browser. */
export function followLinks(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest('a') : null;
  if (link === null || event.defaultPrevented || event.button !== 0) return;
  if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey || link.target !== '') return;
  const { origin, pathname, search } = new URL(link.href);
  if (origin !== location.origin || !(pathname === root || pathname.startsWith(`${root}/`))) return;
  event.preventDefault();
  navigate(pathname.slice(root.length) + search);
}
