/**
 * How the golden vectors are read: README.md beside this file says it in words. Plain JavaScript without imports, so that
 * it runs in Node and in a browser as it is, and can be followed by whoever writes it again in another language.
 */

/**
 * Checks every case of a file of vectors.
 *
 * @param {Readonly<Record<string, unknown>>} domain the module under test: its functions by name
 * @param {{ readonly cases: readonly object[] }} file the file, parsed
 * @returns {{ shows: string, differences: string[] }[]} for each case where it differs from what is expected: nowhere, if
 *   the implementation is right
 */
export const checkVectors = (domain, file) =>
  file.cases.map((each) => ({ shows: each.shows, differences: checkCase(domain, each) }));

function checkCase(domain, { price, steps, call, arguments: given, expected }) {
  if (price === undefined) return differences(expected, domain[call](...given));
  const priced = domain.priceCart(price);
  if (!priced.ok) return [`the cart is refused: ${priced.error.type}`];
  let state = priced.value;
  return steps.flatMap((step, index) => {
    const decision = domain[step.call](state, ...step.arguments);
    // A refused command leaves the order as it was.
    if (decision.ok) state = decision.value.order;
    return differences(step.expected, decision, `steps[${index}]`);
  });
}

/** Every member that `expected` names must be there and equal; others are not looked at. Arrays match item by item. */
function differences(expected, actual, path = 'result') {
  if (typeof expected !== 'object' || expected === null) {
    return Object.is(expected, actual) ? [] : [`${path} is ${show(actual)} instead of ${show(expected)}`];
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(expected) !== Array.isArray(actual)) {
    return [`${path} is ${show(actual)} instead of ${show(expected)}`];
  }
  if (Array.isArray(expected) && expected.length !== actual.length) {
    return [`${path} has ${actual.length} items instead of ${expected.length}: ${show(actual)}`];
  }
  return Object.keys(expected).flatMap((key) => {
    const name = Array.isArray(expected) ? `${path}[${key}]` : `${path}.${key}`;
    return Object.hasOwn(actual, key) ? differences(expected[key], actual[key], name) : [`${name} is missing`];
  });
}

const show = (value) => JSON.stringify(value) ?? String(value);
