import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMet, printFigures, type Figure } from '../measuring/figure.js';

/** Prints one Markdown table a part and writes all figures to `bench/results.json`, or to the file `BENCH_RESULTS`. */
export async function report(
  figures: readonly Figure[],
  run: { readonly warmUpSeconds: number; readonly rounds: number; readonly seconds: number },
): Promise<void> {
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  process.stdout.write(
    `\n${machine}; medians of ${run.rounds} rounds of ${run.seconds} s after ${run.warmUpSeconds} s of warm-up\n`,
  );
  printFigures(figures);
  const results = {
    machine,
    measuredAt: new Date().toISOString(),
    ...run,
    // A figure that is missing is null.
    figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
  };
  const path = process.env['BENCH_RESULTS'] ?? fileURLToPath(new URL('../results.json', import.meta.url));
  await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
}
