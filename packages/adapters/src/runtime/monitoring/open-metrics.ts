import type { Metrics } from '../../prom-client/metrics.js';
import type { Settings } from '../settings/settings.js';

/** Metrics, where something reads them. Their library is loaded only then. */
export async function openMetrics({ storeCurrency }: Pick<Settings, 'storeCurrency'>): Promise<Metrics> {
  const { makeMetrics } = await import('../../prom-client/metrics.js');
  return makeMetrics({ storeCurrency });
}
