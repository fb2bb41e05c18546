import { BarController, BarElement, CategoryScale, Chart, Legend, LinearScale, Tooltip } from 'chart.js';
import { useEffect, useRef, useState } from 'preact/hooks';

Chart.register(BarController, BarElement, CategoryScale, Legend, LinearScale, Tooltip);

type Series = { readonly name: string; readonly values: readonly number[] };
type BarChartProps = {
  /** What the chart shows, for those who cannot see it. The table beside it has the numbers. */
  readonly label: string;
  readonly names: readonly string[];
  readonly series: readonly Series[];
  readonly isHorizontal?: boolean;
  /** Writes a value at an axis and in a tooltip. */
  readonly format: (value: number) => string;
};

const dark = matchMedia('(prefers-color-scheme: dark)');

/** Bars, in the colours of the page. They are drawn again when the colour scheme changes. */
export function BarChart({ label, names, series, isHorizontal = false, format }: BarChartProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [isDark, setDark] = useState(dark.matches);
  useEffect(() => {
    const update = (): void => setDark(dark.matches);
    dark.addEventListener('change', update);
    return () => dark.removeEventListener('change', update);
  }, []);
  useEffect(() => {
    const { current } = canvas;
    if (current === null) return undefined;
    const [text, line, ...colours] = ['--muted', '--line', '--accent', '--good'].map((name) => colourOf(current, name));
    const valueAxis = isHorizontal ? 'x' : 'y';
    const nameAxis = isHorizontal ? 'y' : 'x';
    const chart = new Chart(current, {
      type: 'bar',
      data: {
        labels: [...names],
        datasets: series.map(({ name, values }, index) => ({
          label: name,
          data: [...values],
          backgroundColor: colours[index % colours.length],
          maxBarThickness: 36,
        })),
      },
      options: {
        animation: false,
        maintainAspectRatio: false,
        indexAxis: isHorizontal ? 'y' : 'x',
        scales: {
          [valueAxis]: {
            beginAtZero: true,
            grid: { color: line },
            ticks: { color: text, maxTicksLimit: 6, callback: (value: string | number) => format(Number(value)) },
          },
          [nameAxis]: {
            grid: { display: false },
            ticks: { color: text, callback: (_value: unknown, index: number) => shortened(names[index] ?? '') },
          },
        },
        plugins: {
          legend: { display: series.length > 1, labels: { color: text } },
          tooltip: {
            callbacks: {
              label: ({ dataset, parsed }) =>
                `${dataset.label ?? ''}: ${format(Number(isHorizontal ? parsed.x : parsed.y))}`,
            },
          },
        },
      },
    });
    return () => chart.destroy();
  }, [names, series, isHorizontal, format, isDark]);
  return (
    <div class="chart">
      <canvas ref={canvas} role="img" aria-label={label} />
    </div>
  );
}

/** A name as an axis has room for it. */
const shortened = (name: string): string => (name.length > 24 ? `${name.slice(0, 23)}…` : name);

/** The value of a custom property as the browser resolves it. */
function colourOf(element: HTMLElement, name: string): string {
  element.style.color = `var(${name})`;
  return getComputedStyle(element).color;
}
