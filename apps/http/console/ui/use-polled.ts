import { useEffect } from 'preact/hooks';
import { useResource, type Resource } from './use-resource.js';

/** Milliseconds between two reads of a job. */
const intervalMs = 700;

/**
 * Reads a resource again and again until it is finished.
 *
 * @example usePolled<Backtest>(`/admin/promotions/backtest/${jobId}`, ({ status }) => status === 'completed');
 */
export function usePolled<Body>(path: string | undefined, isFinished: (body: Body) => boolean): Resource<Body> {
  const resource = useResource<Body>(path);
  const { answer, problem, reload } = resource;
  useEffect(() => {
    if (answer === undefined || problem !== undefined || isFinished(answer.body)) return undefined;
    const timer = setTimeout(reload, intervalMs);
    return () => clearTimeout(timer);
  }, [answer, problem, reload]);
  return resource;
}
