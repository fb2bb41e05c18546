import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { get, type ApiResponse } from '../api/api.js';
import { problemOf, type Problem } from '../api/problem.js';

export type Resource<Body> = {
  /** Absent until it is loaded. While it is loaded again, and when that fails, the former one stays. */
  readonly answer?: ApiResponse<Body>;
  readonly problem?: Problem;
  readonly reload: () => void;
};

/**
 * Reads a resource of the API, again whenever the path or `version` changes. Without a path nothing is read.
 *
 * @param read - a function that stays the same
 * @example const { answer, problem, reload } = useResource<Order>(`/orders/${id}`);
 */
export function useResource<Body>(
  path: string | undefined,
  version?: unknown,
  read: (path: string) => Promise<ApiResponse<Body>> = get,
): Resource<Body> {
  const [state, setState] = useState<{ path?: string; answer?: ApiResponse<Body>; problem?: Problem }>({});
  // The response to an earlier request may arrive after that to a later one.
  const latest = useRef(0);
  const reload = useCallback(() => {
    latest.current += 1;
    const mine = latest.current;
    if (path === undefined) return setState({});
    read(path).then(
      (answer) => mine === latest.current && setState({ path, answer }),
      (thrown: unknown) =>
        mine === latest.current &&
        setState((former) => ({ ...(former.path === path ? former : {}), problem: problemOf(thrown) })),
    );
  }, [path, read]);
  useEffect(reload, [reload, version]);
  const { answer, problem } = state;
  return { ...(answer === undefined ? {} : { answer }), ...(problem === undefined ? {} : { problem }), reload };
}
