import type { Form, FormValue } from './read-form.js';
import type { Schema, SchemaBook } from './stripe-data.js';
import { invalidParameter } from './stripe-failure.js';

/** A parameter as the operation sees it: numbers and booleans are no texts any more. */
export type Parameter = string | number | boolean | Parameter[] | { [name: string]: Parameter };
export type Parameters = Record<string, Parameter>;

/**
 * Checks a form against what an operation takes, and reads its numbers and booleans.
 *
 * @throws StripeFailure with Stripe's code and the name of the parameter, such as `parameter_unknown` for
 * `metadata[a][b]`
 */
export function checkParameters(form: Form, schema: Schema, book: SchemaBook): Parameters {
  return objectOf(form, schema, book, '') as Parameters;
}

function check(value: FormValue, schema: Schema, book: SchemaBook, name: string): Parameter {
  if (schema.$ref !== undefined) return check(value, definition(schema.$ref, book), book, name);
  if (value === '' && (schema['x-emptyable'] === true || schema['x-nullable'] === true)) return '';
  if (schema.anyOf !== undefined) return anyOf(value, schema.anyOf, book, name);
  switch (schema.type) {
    case 'object':
      return objectOf(value, schema, book, name);
    case 'array':
      if (!Array.isArray(value)) throw invalidParameter('Invalid array', undefined, name);
      return value.map((item, at) => check(item, schema.items ?? {}, book, `${name}[${at}]`));
    case 'integer':
      if (typeof value !== 'string' || !/^-?\d{1,15}$/u.test(value)) {
        throw invalidParameter(`Invalid integer: ${shown(value)}`, 'parameter_invalid_integer', name);
      }
      return Number(value);
    case 'number':
      if (typeof value !== 'string' || !/^-?\d+(\.\d+)?$/u.test(value))
        throw invalidParameter(`Invalid decimal: ${shown(value)}`, undefined, name);
      return Number(value);
    case 'boolean':
      if (value !== 'true' && value !== 'false')
        throw invalidParameter(`Invalid boolean: ${shown(value)}`, undefined, name);
      return value === 'true';
    default:
      return textOf(value, schema, name);
  }
}

function objectOf(value: FormValue, schema: Schema, book: SchemaBook, path: string): Parameter {
  if (typeof value === 'string' || Array.isArray(value)) throw invalidParameter('Invalid object', undefined, path);
  const inside = (name: string): string => (path === '' ? name : `${path}[${name}]`);
  for (const name of schema.required ?? []) {
    if (!(name in value))
      throw invalidParameter(`Missing required param: ${inside(name)}.`, 'parameter_missing', inside(name));
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const known = Object.hasOwn(schema.properties ?? {}, name)
        ? schema.properties?.[name]
        : schema.additionalProperties;
      if (known === undefined || known === false) {
        throw invalidParameter(`Received unknown parameter: ${inside(name)}`, 'parameter_unknown', inside(name));
      }
      return [name, check(part, known === true ? {} : known, book, inside(name))];
    }),
  );
}

function anyOf(value: FormValue, choices: readonly Schema[], book: SchemaBook, name: string): Parameter {
  let failure: unknown;
  for (const choice of choices) {
    try {
      return check(value, choice, book, name);
    } catch (refused) {
      failure = refused;
    }
  }
  throw failure;
}

function textOf(value: FormValue, schema: Schema, name: string): string {
  if (typeof value !== 'string') throw invalidParameter(`Invalid string: ${shown(value)}`, undefined, name);
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    throw invalidParameter(`Invalid ${name}: must be one of ${schema.enum.join(', ')}`, undefined, name);
  }
  if (value === '')
    throw invalidParameter(`You passed an empty string for '${name}'.`, 'parameter_invalid_empty', name);
  if (schema.maxLength !== undefined && value.length > schema.maxLength) {
    throw invalidParameter(`Invalid string: must be at most ${schema.maxLength} characters`, undefined, name);
  }
  return value;
}

function definition(reference: string, { definitions }: SchemaBook): Schema {
  const found = definitions[reference.replace('#/$defs/', '')];
  if (found === undefined) throw new Error(`Stripe's data lack ${reference}`);
  return found;
}

const shown = (value: FormValue): string => (typeof value === 'string' ? value : JSON.stringify(value));
