/** The sum of minor units; it may pass 2^53 − 1, which its caller refuses. */
export const sumOf = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);
