/**
 * Measures pricing beside `structuredClone` of its result, which depends on the machine in the same way. Each round
 * measures everything, so that both sides of a ratio have the same conditions; the report holds medians. `BENCH_ROUNDS`
 * changes how many. Exits with 1 when a target is missed.
 */
import { priceCart } from '@cartwright/domain';
import { Bench } from 'tinybench';
import { pricingInput } from './pricing-input.mjs';

const rounds = Number(process.env.BENCH_ROUNDS ?? 7);
const small = { lines: 20, promotions: 10 };
const large = { lines: 500, promotions: 50 };

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

function priced(input) {
  const decision = priceCart(input);
  if (!decision.ok) throw new Error(decision.error.type);
  return decision.value;
}

const smallInput = pricingInput(small.lines, small.promotions);
const largeInput = pricingInput(large.lines, large.promotions);
const smallResult = priced(smallInput);

/**
 * Repetitions a sample of work that takes a fraction of a millisecond. Other load on the machine interrupts samples of
 * equal length equally; a shorter sample is rarely interrupted, which would improve its ratio.
 */
const repeats = 60;

function repeat(work) {
  for (let time = 0; time < repeats; time += 1) work();
}

/** Medians in milliseconds. */
async function measure() {
  const bench = new Bench({ time: 500, warmupTime: 100 });
  bench.add('small', () => repeat(() => priced(smallInput)));
  bench.add('clone', () => repeat(() => structuredClone(smallResult)));
  bench.add('large', () => void priced(largeInput));
  await bench.run();
  const {
    small: many,
    clone: copies,
    large: one,
  } = Object.fromEntries(bench.tasks.map(({ name, result }) => [name, result.latency.p50]));
  return { small: many / repeats, clone: copies / repeats, large: one };
}

const measured = [];
for (let round = 0; round < rounds; round += 1) measured.push(await measure());

const time = (name) => median(measured.map((round) => round[name]));
const ofClone = median(measured.map((round) => round.small / round.clone));
const cells = ({ lines, promotions }) => lines * promotions;
const growth = median(measured.map((round) => round.large / cells(large) / (round.small / cells(small))));
const { applied } = smallResult;

const print = (text) => process.stdout.write(`${text}\n`);
const write = (milliseconds) => `${milliseconds.toFixed(3)} ms`;
print(
  `medians of ${rounds} rounds on Node ${process.versions.node}; ${applied.length} of the ${small.promotions} promotions apply`,
);
print(`priceCart, ${small.lines} lines × ${small.promotions} promotions    ${write(time('small'))}`);
print(`structuredClone of its result        ${write(time('clone'))}`);
print(`priceCart, ${large.lines} lines × ${large.promotions} promotions   ${write(time('large'))}`);
print(`price / clone                        ${ofClone.toFixed(2)}   (target: at most 4)`);
print(`growth for each line × promotion     ${growth.toFixed(2)}   (target: at most 1)`);
process.exitCode = ofClone <= 4 && growth <= 1 ? 0 : 1;
