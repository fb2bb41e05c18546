import { Type } from 'typebox';
import { describe, expect, it } from 'vitest';
import { makeValidatorCompiler } from './compile-validators.js';

const compile = makeValidatorCompiler();
const schema = Type.Object({ items: Type.Array(Type.Integer(), { maxItems: 2 }), name: Type.String() });

describe('validating a body', () => {
  const validate = compile({ schema, httpPart: 'body', method: 'POST', url: '/' });

  it('names all that is wrong with it', () => {
    expect(validate({ items: ['1', 2], name: 3 })).toMatchObject({
      error: [{ instancePath: '/items/0' }, { instancePath: '/name' }],
    });
    expect(validate({ items: [1, 2], name: '3' })).toBe(true);
  });

  it('looks at no item of a list that is too long', () => {
    const items = new Proxy(
      Array.from({ length: 3 }, () => 'no integer'),
      {
        get: (target, key) => {
          if (key !== 'length') throw new Error(`looked at ${String(key)}`);
          return target.length;
        },
      },
    );
    expect(validate({ items, name: 3 })).toEqual({
      error: [expect.objectContaining({ instancePath: '/items', message: 'must NOT have more than 2 items' })],
    });
  });
});
