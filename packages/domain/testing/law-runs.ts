/** How often a law is tried: a thousand times, or more when `FC_RUNS` says so. */
export const lawRuns = { numRuns: Math.max(1000, Number(process.env['FC_RUNS'] ?? '0') || 0) } as const;
