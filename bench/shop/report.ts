import { writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';

/** A figure of the benchmark; `target` is absent where none is set. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly is: 'at least' | 'at most'; readonly value: number };
};

export const isMet = ({ value, target }: Figure): boolean =>
  target === undefined || (target.is === 'at least' ? value >= target.value : value <= target.value);

/** Prints the figures as one Markdown table and keeps them in `bench/results.json`. */
export async function report(
  figures: readonly Figure[],
  facts: { readonly rounds: number; readonly seconds: number },
): Promise<void> {
  const processors = cpus();
  const machine = `${processors.length} × ${processors[0]?.model ?? 'unknown'}, Node ${process.versions.node}`;
  const rows = figures.map((figure) => [
    figure.name,
    `${written(figure.value)} ${figure.unit}`.trim(),
    figure.target === undefined ? '' : `${figure.target.is} ${written(figure.target.value)}`,
    figure.target === undefined ? '' : isMet(figure) ? 'met' : 'missed',
  ]);
  const table = [['what', 'measured', 'target', ''], ['---', '---:', '---:', '---'], ...rows].map(
    (cells) => `| ${cells.join(' | ')} |`,
  );
  process.stdout.write(
    `\n${machine}; medians of ${facts.rounds} rounds of ${facts.seconds} s\n\n${table.join('\n')}\n`,
  );
  const path = fileURLToPath(new URL('../results.json', import.meta.url));
  const results = {
    machine,
    measuredAt: new Date().toISOString(),
    ...facts,
    figures: figures.map((figure) => ({ ...figure, met: isMet(figure) })),
  };
  await writeFile(path, `${JSON.stringify(results, undefined, 2)}\n`);
}

const written = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
