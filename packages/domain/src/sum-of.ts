/** The sum of minor units; it may pass 2^53 − 1, which its caller refuses. */
export const sumOf = (amounts: readonly number[]): number => amounts.reduce((all, amount) => all + amount, 0);

/** The minor units of an amount that may be absent. */
export const amountOf = (money: { readonly amount: number } | undefined): number => money?.amount ?? 0;

/** What a tier starts from: a count, or an amount in minor units. */
export const startOf = (from: { readonly amount: number } | number): number =>
  typeof from === 'number' ? from : from.amount;
