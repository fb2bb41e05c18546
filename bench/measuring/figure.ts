/** A figure of a report; `target` is absent where none is set. */
export type Figure = {
  readonly part: string;
  readonly name: string;
  /** NaN if nothing was measured. */
  readonly value: number;
  readonly unit: string;
  readonly target?: { readonly is: 'at least' | 'at most'; readonly value: number };
};

/** Whether it was measured and reaches its target. */
export const isMet = ({ value, target }: Figure): boolean => {
  if (Number.isNaN(value)) return false;
  return target === undefined || (target.is === 'at least' ? value >= target.value : value <= target.value);
};

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
  const isMissing = Number.isNaN(value);
  const cells = [
    name,
    isMissing ? 'missing' : `${rounded(value)} ${unit}`.trim(),
    target === undefined ? '' : `${target.is} ${rounded(target.value)}`,
    target === undefined && !isMissing ? '' : isMet(figure) ? 'met' : 'missed',
  ];
  return `| ${cells.join(' | ')} |`;
}

const rounded = (value: number): string => (Math.abs(value) >= 100 ? value.toFixed(0) : value.toFixed(2));
