/** Changes to `T`: `null` clears a field; an absent field stays. */
export type Patch<T> = { readonly [Fact in keyof T]?: T[Fact] | null | undefined };

/**
 * The fields after a patch. A cleared field gets its value in `cleared`, or is absent.
 *
 * @example patched({ name: 'Mug', brand: 'Mill Lane' }, { brand: null }, {}) // { name: 'Mug' }
 */
export function patched<T extends object>(facts: T, patch: Patch<T>, cleared: Partial<T>): T {
  const next = { ...facts } as Record<string, unknown>;
  for (const [fact, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    const anew = value ?? (cleared as Readonly<Record<string, unknown>>)[fact];
    if (anew === undefined) delete next[fact];
    else next[fact] = anew;
  }
  return next as T;
}
