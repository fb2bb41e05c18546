type Dated = { readonly at: string };

/**
 * What was started in this browser, newest first, where the API has no list of it. At most 50, of the last `days`.
 *
 * @example const files = storedList<StartedFile>('console.report-files', 1);
 */
export function storedList<Item extends Dated>(key: string, days: number) {
  const read = (): readonly Item[] => {
    const since = new Date(Date.now() - days * 86_400_000).toISOString();
    return (JSON.parse(localStorage.getItem(key) ?? '[]') as readonly Item[]).filter(({ at }) => at > since);
  };
  const add = (item: Item): void => localStorage.setItem(key, JSON.stringify([item, ...read()].slice(0, 50)));
  return { read, add };
}
