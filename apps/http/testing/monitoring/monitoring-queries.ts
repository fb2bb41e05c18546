import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';

const root = new URL('../../../../', import.meta.url);
export const read = (path: string): string => readFileSync(new URL(path, root), 'utf8');
export const rulesPath = fileURLToPath(new URL('ops/prometheus/alerts.yml', root));
export const configPath = fileURLToPath(new URL('ops/prometheus/prometheus.yml', root));

export type Alert = {
  readonly alert: string;
  readonly expr: string;
  readonly labels: { readonly severity: string };
  readonly annotations: { readonly summary: string; readonly runbook: string };
};

export const alerts = (
  parse(read('ops/prometheus/alerts.yml')) as { readonly groups: readonly { readonly rules: readonly Alert[] }[] }
).groups.flatMap(({ rules }) => rules);

type Panel = {
  readonly title: string;
  readonly panels?: readonly Panel[];
  readonly targets?: readonly { readonly expr: string }[];
};
const dashboard = JSON.parse(read('ops/grafana/cartwright.json')) as { readonly panels: readonly Panel[] };

/** Every query of the alerts and of the dashboard, with where it is. */
export const queries: readonly (readonly [where: string, query: string])[] = [
  ...alerts.map(({ alert, expr }) => [alert, expr] as const),
  ...dashboard.panels.flatMap(({ title, targets = [] }) => targets.map(({ expr }) => [title, expr] as const)),
];

/** The names of metrics in a query: words with an underscore that are no function, and `up`. */
export const metricsIn = (query: string): readonly string[] => {
  const withoutLabels = query.replaceAll(/\{[^}]*\}|\b(?:by|without)\s*\([^)]*\)/gu, '');
  return [...withoutLabels.matchAll(/\b([a-z]+(?:_\w+)+|up)\b(?!\s*\()/gu)].map(([, name = '']) => name);
};
