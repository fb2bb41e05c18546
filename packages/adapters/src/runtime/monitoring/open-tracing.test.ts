import { expect, it } from 'vitest';
import { readSettings } from '../settings/settings.js';
import { openTracing } from './open-tracing.js';

const open = (variables: Readonly<Record<string, string>>) =>
  openTracing(readSettings(variables, 'embedded')._unsafeUnwrap(), 'cartwright-test');

it('traces are off unless an exporter is configured', async () => {
  expect(await open({})).toBeUndefined();
  const tracing = await open({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9' });
  expect(tracing).toBeDefined();
  await tracing?.close();
});
