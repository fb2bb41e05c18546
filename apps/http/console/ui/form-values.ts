import { readMoney, toMinorUnits, type Money } from '../api/money.js';
import { invalidField } from '../api/problem.js';

/** What was typed into a form, by the names of its fields. */
export type FormValues = {
  /** Without spaces around it; empty if the field is. */
  readonly text: (name: string) => string;
  /** Undefined if the field is empty. */
  readonly optional: (name: string) => string | undefined;
  readonly isChecked: (name: string) => boolean;
  /** The values of the checked boxes of this name. */
  readonly all: (name: string) => readonly string[];
  readonly file: (name: string) => File | undefined;
  readonly integer: (name: string) => number | undefined;
  readonly money: (name: string, currency: string) => Money | undefined;
  /** The code of a currency, in capitals. */
  readonly currency: (name: string) => string;
  /** A percentage in millionths: 20 is 200000. */
  readonly rate: (name: string) => number | undefined;
  /** Parts that are separated by commas. */
  readonly list: (name: string) => readonly string[];
  /** The lines that are not empty. */
  readonly lines: (name: string) => readonly string[];
};

/** Reads a form. A field that holds no number where one is expected is a problem of that field. */
export function formValues(data: FormData): FormValues {
  const text = (name: string): string => {
    const value = data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  };
  const optional = (name: string): string | undefined => (text(name) === '' ? undefined : text(name));
  const split = (name: string, separator: string): readonly string[] =>
    text(name)
      .split(separator)
      .map((part) => part.trim())
      .filter((part) => part !== '');
  return {
    text,
    optional,
    isChecked: (name) => data.has(name),
    all: (name) => data.getAll(name).map(String),
    file: (name) => {
      const value = data.get(name);
      return value instanceof File && value.size > 0 ? value : undefined;
    },
    integer: (name) => {
      const value = optional(name);
      if (value === undefined) return undefined;
      if (!/^[+-]?\d{1,9}$/u.test(value)) throw invalidField(name, 'Enter a whole number.');
      return Number(value);
    },
    money: (name, currency) => {
      const value = optional(name);
      return value === undefined ? undefined : readMoney(value, currency, name);
    },
    currency: (name) => {
      const code = text(name).toUpperCase();
      if (!/^[A-Z]{3}$/u.test(code)) throw invalidField(name, 'Enter a currency such as USD.');
      return code;
    },
    rate: (name) => {
      const value = optional(name);
      if (value === undefined) return undefined;
      // Hundredths of a per cent are four of the six decimals of a rate.
      const hundredths = toMinorUnits(value, 'USD');
      if (hundredths === undefined) throw invalidField(name, 'Enter a percentage such as 20 or 7.5.');
      return hundredths * 100;
    },
    list: (name) => split(name, ','),
    lines: (name) => split(name, '\n'),
  };
}

/** A rate for a field of percentages: 75000 is 7.5. */
export const toPercent = (rate: number): string => String(rate / 10_000);
