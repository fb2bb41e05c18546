/**
 * `amount × numerator / denominator`, exact at any size and rounded once, half up. All three are safe integers and none
 * is negative. A result past 2^53 − 1 is only near; whoever adds it up refuses the sum.
 */
export function roundRatio(amount: number, numerator: number, denominator: number): number {
  const product = amount * numerator;
  if (Number.isSafeInteger(product)) {
    const rest = product % denominator;
    return (product - rest) / denominator + (rest * 2 >= denominator ? 1 : 0);
  }
  const divisor = BigInt(denominator);
  return Number((BigInt(amount) * BigInt(numerator) * 2n + divisor) / (divisor * 2n));
}
