/** How the tests run once for each mutant: see stryker.config.mjs. */
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * A thousand tries for each of thousands of mutants would take days; the same few every time make the score repeatable.
 */
const fewerLawRuns: Plugin = {
  name: 'fewer-law-runs',
  transform: (_code, id) =>
    id.endsWith('/testing/law-runs.ts') ? 'export const lawRuns = { numRuns: 200, seed: 1 };' : undefined,
};

/** The quick ones first: most mutants are killed before a law is tried. */
class LawsLast extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const isLaw = ({ moduleId }: TestSpecification): number =>
      Number(/-(laws|reference|bad-input)\.test\.ts$/.test(moduleId));
    return files.toSorted((a, b) => isLaw(a) - isLaw(b));
  }
}

export default defineConfig({
  plugins: [fewerLawRuns],
  test: {
    sequence: { sequencer: LawsLast },
    include: ['src/**/*.test.ts'],
    // It reads the README and not the rules.
    exclude: ['src/readme.test.ts'],
    // A busy machine kills no mutant: what takes too long is for Stryker to say, which calls it by its name.
    testTimeout: 300_000,
  },
});
