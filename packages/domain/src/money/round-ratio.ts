/**
 * `amount × numerator / denominator`, exact at any size and rounded once to a multiple of `step`, half up. All are safe
 * integers and none is negative. A result past 2^53 − 1 is only near: its caller
 * refuses it.
 */
export function roundRatio(amount: number, numerator: number, denominator: number, step = 1): number {
  const product = amount * numerator;
  const divisor = denominator * step;
  if (Number.isSafeInteger(product) && Number.isSafeInteger(divisor)) {
    const rest = product % divisor;
    return ((product - rest) / divisor + (rest * 2 >= divisor ? 1 : 0)) * step;
  }
  const whole = BigInt(denominator) * BigInt(step);
  return Number(((BigInt(amount) * BigInt(numerator) * 2n + whole) / (whole * 2n)) * BigInt(step));
}
