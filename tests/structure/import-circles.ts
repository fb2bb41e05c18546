import { posix } from 'node:path';
import { importsOf, type SourceFile } from './source-files.js';

/**
 * Finds the circles of relative imports, of values and of types: the linter sees only circles of values.
 *
 * @returns for each circle its files, in order, from the first in the alphabet
 */
export function importCircles(files: readonly SourceFile[]): readonly (readonly string[])[] {
  const known = new Set(files.map(({ path }) => path));
  const targets = new Map(
    files.map(({ path, text }) => [
      path,
      importsOf(text)
        .filter((specifier) => /^\.{1,2}\//u.test(specifier))
        .map((target) => posix.join(posix.dirname(path), target).replace(/\.js$/u, '.ts'))
        .filter((target) => known.has(target)),
    ]),
  );
  return groupsThatReachEachOther(targets).map((group) => group.toSorted());
}

/** Tarjan's strongly connected components of more than one file. */
function groupsThatReachEachOther(edges: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (path: string): void => {
    order.set(path, order.size);
    lowest.set(path, order.get(path) ?? 0);
    open.push(path);
    for (const next of edges.get(path) ?? []) {
      if (!order.has(next)) visit(next);
      else if (!open.includes(next)) continue;
      lowest.set(path, Math.min(lowest.get(path) ?? 0, lowest.get(next) ?? 0));
    }
    if (lowest.get(path) !== order.get(path)) return;
    const group = open.splice(open.indexOf(path));
    if (group.length > 1) found.push(group);
  };
  for (const path of edges.keys()) if (!order.has(path)) visit(path);
  return found;
}
