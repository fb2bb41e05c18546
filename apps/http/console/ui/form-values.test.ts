import { describe, expect, it } from 'vitest';
import { formValues, toPercent } from './form-values.js';

const valuesOf = (fields: Readonly<Record<string, string>>) => {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return formValues(data);
};

describe('what was typed into a form', () => {
  it('is read without the spaces around it; what is empty is absent', () => {
    const values = valuesOf({ name: ' Mug ', brand: ' ', tags: 'a, b,,c', lines: 'one\n\n two ' });
    expect([values.text('name'), values.optional('brand'), values.optional('missing')]).toEqual([
      'Mug',
      undefined,
      undefined,
    ]);
    expect([values.list('tags'), values.lines('lines')]).toEqual([
      ['a', 'b', 'c'],
      ['one', 'two'],
    ]);
  });

  it('is read as the code of a currency in small letters too', () => {
    expect(valuesOf({ currency: ' eur ' }).currency('currency')).toBe('EUR');
  });

  it('is read as a percentage in millionths, exactly', () => {
    expect(valuesOf({ rate: '7.5' }).rate('rate')).toBe(75_000);
    expect(valuesOf({ rate: '19.6' }).rate('rate')).toBe(196_000);
    expect([toPercent(75_000), toPercent(200_000)]).toEqual(['7.5', '20']);
  });

  it('is refused with its field if it is no number or currency where one is needed', () => {
    const errorOf = (read: () => unknown): unknown => {
      try {
        return read();
      } catch (thrown) {
        return (thrown as { problem: { errors: readonly { field: string }[] } }).problem.errors[0]?.field;
      }
    };
    const values = valuesOf({ delta: 'two', amount: '1,5', currency: 'euro', rate: 'much' });
    expect(errorOf(() => values.integer('delta'))).toBe('delta');
    expect(errorOf(() => values.money('amount', 'USD'))).toBe('amount');
    expect(errorOf(() => values.currency('currency'))).toBe('currency');
    expect(errorOf(() => values.rate('rate'))).toBe('rate');
  });
});
