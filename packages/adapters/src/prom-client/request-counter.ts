import type { Counter, Histogram } from 'prom-client';

export type FinishedRequest = {
  /** The pattern of the route, never the URL, whose values have no bound. Absent where no route matched. */
  readonly route: string | undefined;
  readonly method: string;
  readonly status: number;
  /** Absent for event streams, which stay open. */
  readonly seconds?: number;
};

type RequestLabels = 'route' | 'method' | 'status';

/** The route of requests that no route matched. */
const unmatched = 'unmatched';

/** Counts requests. The counter of each route, method and status is looked up once, so a request makes no labels. */
export function makeRequestCounter(
  requests: Counter<RequestLabels>,
  duration: Histogram,
): (request: FinishedRequest) => void {
  const counters = new Map<string, Counter.Internal>();
  return ({ route = unmatched, method, status, seconds }) => {
    const key = `${status} ${method} ${route}`;
    let counter = counters.get(key);
    if (counter === undefined) {
      counter = requests.labels(route, method, String(status));
      counters.set(key, counter);
    }
    counter.inc();
    if (seconds !== undefined) duration.observe(seconds);
  };
}
