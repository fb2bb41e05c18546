import { freeLoopbackPort } from '@cartwright/adapters/testing/free-loopback-port';
import { ownServer } from '@cartwright/adapters/testing/end-with-this-process';
import { installed } from '@cartwright/adapters/testing/installed/installed';
import { spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type PromResponse = {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: readonly { readonly metric: Record<string, string>; readonly value: [number, string] }[];
  };
};

export type RunningPrometheus = {
  /** Evaluates a query now. */
  readonly query: (query: string) => Promise<PromResponse>;
  readonly stop: () => Promise<void>;
};

/** A Prometheus that scrapes each target every second. `targets`: job name → host and port. */
export async function startPrometheus(targets: Readonly<Record<string, string>>): Promise<RunningPrometheus> {
  const command = installed('prometheus');
  if (command === undefined) throw new Error('Prometheus is not installed');
  const [directory, port] = await Promise.all([mkdtemp(join(tmpdir(), 'cartwright-prometheus-')), freeLoopbackPort()]);
  const jobs = Object.entries(targets).map(([name, target]) => ({
    job_name: name,
    honor_labels: true,
    static_configs: [{ targets: [target] }],
  }));
  const config = join(directory, 'prometheus.yml');
  // JSON is YAML.
  await writeFile(config, JSON.stringify({ global: { scrape_interval: '1s' }, scrape_configs: jobs }));
  const server = spawn(
    command,
    [
      `--config.file=${config}`,
      `--storage.tsdb.path=${join(directory, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  const stop = ownServer(server, directory);
  return {
    query: async (query) => {
      const parameters = new URLSearchParams({ query });
      const answer = await fetch(`http://127.0.0.1:${port}/api/v1/query?${parameters.toString()}`);
      return (await answer.json()) as PromResponse;
    },
    stop,
  };
}
