import { jobs, retryOf } from '@cartwright/application';
import type { JobDashboard } from '@cartwright/adapters/bull-board/job-dashboard';
import type { Shop } from '@cartwright/adapters/runtime/compose-shop';
import { brokerPrefix } from '@cartwright/adapters/runtime/open-job-queue';

/** Returns what opens the dashboard of the broker's queues; `undefined` where jobs run without a broker. */
export function jobDashboardOf({
  settings: { redisUrl },
  resources,
  log,
}: Pick<Shop, 'settings' | 'resources' | 'log'>): (() => Promise<JobDashboard>) | undefined {
  if (redisUrl === undefined) return undefined;
  return async () => {
    const { openJobDashboard } = await import('@cartwright/adapters/bull-board/job-dashboard');
    const broker = { url: redisUrl, prefix: brokerPrefix, retryOf, log };
    const dashboard = await openJobDashboard({ ...broker, names: Object.keys(jobs) });
    resources.add('job dashboard', dashboard.close);
    return dashboard;
  };
}
