const repeated = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');
const nested = (depth: number): string => `${'{ children '.repeat(depth)}{ id }${' }'.repeat(depth)}`;

/** Documents that would cost much, each with the status and the code of its refusal. */
export const hostile: Readonly<Record<string, readonly [query: string, status: number, code: string]>> = {
  'a depth of 100': [`{ categories ${nested(100)} }`, 400, 'graphql.query-too-deep'],
  '10,000 aliases': [`{ ${repeated(10_000, (index) => `a${index}: me { id }`)} }`, 400, 'request.invalid'],
  '250 aliases of a query': [
    `{ ${repeated(250, (index) => `a${index}: shop { name }`)} }`,
    400,
    'graphql.query-too-costly',
  ],
  'aliases in a fragment': [
    `fragment F on Query { ${repeated(250, (index) => `a${index}: shop { name }`)} } { ...F }`,
    400,
    'graphql.query-too-costly',
  ],
  'circular fragments': [
    'fragment A on Category { children { ...B } } fragment B on Category { children { ...A } } { categories { ...A } }',
    400,
    'graphql.query-too-deep',
  ],
  'a circular fragment that nothing uses': [
    'fragment A on Category { children { ...A } } { shop { name } }',
    400,
    'graphql.query-too-deep',
  ],
  'fragments that double': [
    `${repeated(30, (index) => `fragment F${index} on Category { ...F${index + 1} ...F${index + 1} }`)}
     fragment F30 on Category { id } { categories { ...F0 } }`,
    400,
    'graphql.query-too-costly',
  ],
  'lists of 100 rows with 300 fields': [
    `{ products(first: 100) { edges { node { ${repeated(300, (index) => `a${index}: id`)} } } } }`,
    400,
    'graphql.query-too-costly',
  ],
  'the same field 1,900 times': [`{ shop { ${'name '.repeat(1_900)} } }`, 400, 'graphql.query-too-costly'],
  'more than 2,000 tokens': [`{ shop { ${'{'.repeat(2_500)} } }`, 400, 'graphql.query-malformed'],
  'a query of 1 MB': [`{ shop { name } } #${'x'.repeat(1_000_000)}`, 413, 'request.body-too-large'],
  'introspection that goes round': [
    '{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }',
    400,
    'graphql.query-invalid',
  ],
};
