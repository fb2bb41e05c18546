import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { isMet, type Figure } from './figures.js';

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
    figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
  };
  const path = process.env['BENCH_RESULTS'] ?? fileURLToPath(new URL('../results.json', import.meta.url));
  await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
}

/** Prints one Markdown table a part. */
export function printFigures(figures: readonly Figure[]): void {
  const print = (text: string): void => void process.stdout.write(`${text}\n`);
  for (const part of new Set(figures.map((figure) => figure.part))) {
    print(`\n| ${part} | measured | target | |\n|---|---:|---:|---|`);
    for (const figure of figures.filter((each) => each.part === part)) print(rowOf(figure));
  }
}

function rowOf(figure: Figure): string {
  const { name, value, unit, target } = figure;
  const cells = [
    name,
    `${rounded(value)} ${unit}`.trim(),
    target === undefined ? '' : `${target.is} ${rounded(target.value)}`,
    target === undefined ? '' : isMet(figure) ? 'met' : 'missed',
  ];
  return `| ${cells.join(' | ')} |`;
}

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
