import { useState } from 'preact/hooks';

/**
 * The `version` of a list, and a function that has the list loaded again.
 *
 * @example const [version, reload] = useVersion();
 */
export function useVersion(): readonly [version: number, reload: () => void] {
  const [version, setVersion] = useState(0);
  return [version, () => setVersion((current) => current + 1)];
}
