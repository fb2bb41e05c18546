import type { Tracing } from '../../opentelemetry/tracing.js';
import type { Settings } from '../settings/settings.js';

/** Traces, where a collector is configured. OpenTelemetry is loaded only then. */
export async function openTracing(
  { otlpEndpoint }: Pick<Settings, 'otlpEndpoint'>,
  service: string,
): Promise<Tracing | undefined> {
  if (otlpEndpoint === undefined) return undefined;
  const { makeTracing } = await import('../../opentelemetry/tracing.js');
  return makeTracing({ endpoint: otlpEndpoint, service });
}
