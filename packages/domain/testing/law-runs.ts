/** How often a law is tried: `FC_RUNS`, which `vitest.workspace.ts` sets for each kind of run. */
export const lawRuns = { numRuns: Number(process.env['FC_RUNS'] ?? '200') } as const;
