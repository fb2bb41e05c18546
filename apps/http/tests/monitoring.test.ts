import { makeMetrics } from '@cartwright/adapters/prom-client/metrics';
import { beforeAll, describe, expect, it } from 'vitest';
import { alerts, metricsIn, queries, read } from '../testing/monitoring/monitoring-queries.js';

describe('the dashboard and the alerts', () => {
  let known: ReadonlySet<string>;
  beforeAll(async () => {
    const { body } = await makeMetrics({ storeCurrency: 'USD' }).render();
    const types = [...body.matchAll(/^# TYPE (\w+) (\w+)$/gmu)].map(([, name = '', type]) => ({ name, type }));
    known = new Set([
      // Prometheus makes it itself.
      'up',
      ...types.flatMap(({ name, type }) =>
        type === 'histogram' ? ['_bucket', '_sum', '_count'].map((end) => name + end) : [name],
      ),
    ]);
  });

  it('query only metrics that the shop has', () => {
    expect(queries.length).toBeGreaterThan(25);
    const unknown = queries.flatMap(([where, query]) =>
      metricsIn(query).flatMap((name) => (known.has(name) ? [] : [`${where}: ${name}`])),
    );
    expect(unknown).toEqual([]);
    expect(queries.filter(([, query]) => metricsIn(query).length === 0)).toEqual([]);
  });

  it('show each metric of the shop', () => {
    const shown = new Set(
      queries.flatMap(([, query]) => metricsIn(query)).map((name) => name.replace(/_bucket$/u, '')),
    );
    const own = [...known].filter((name) => name.startsWith('cartwright_') && !/_(bucket|sum|count)$/u.test(name));
    expect(own.filter((name) => !shown.has(name))).toEqual([]);
  });

  it('have a runbook for each alert, and no other', () => {
    const sections = [...read('docs/runbooks.md').matchAll(/^## (.+)$/gmu)].map(([, title = '']) => title);
    expect(sections).toEqual(alerts.map(({ alert }) => alert));
    expect(alerts.map(({ annotations }) => annotations.runbook)).toEqual(
      sections.map((title) => `docs/runbooks.md#${title.toLowerCase()}`),
    );
  });

  it.each(alerts.map(({ alert }) => alert))('explain what %s means, what to look at and what to do', (alert) => {
    const [, section = ''] = read('docs/runbooks.md').split(`\n## ${alert}\n`);
    const [own = ''] = section.split('\n## ');
    expect([...own.matchAll(/^\*\*(.+?)\.\*\*/gmu)].map(([, part]) => part)).toEqual([
      'What it means',
      'What to look at',
      'What to do',
    ]);
  });
});
