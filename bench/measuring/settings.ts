/** A size of a bench from the environment, such as `BENCH_ROUNDS`. */
export const numberOf = (name: string, otherwise: number): number => Number(process.env[name] ?? otherwise);
