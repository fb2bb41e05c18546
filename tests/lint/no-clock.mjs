/**
 * The lint rule `cartwright/no-clock`: `Date` may read an instant it is given, and never the clock.
 * Allowed are `Date.parse(text)`, `Date.UTC(…)` and `new Date(instant)`; every other use of the global is refused, an
 * alias (`const D = Date`) among them, since what is done with it later can not be seen.
 */
const readsNoClock = (identifier) => {
  const { parent } = identifier;
  if (parent.type === 'NewExpression') return parent.callee === identifier && parent.arguments.length > 0;
  if (parent.type !== 'MemberExpression') return false;
  // `rules.Date` is no global.
  if (parent.property === identifier && !parent.computed) return true;
  return !parent.computed && (parent.property.name === 'parse' || parent.property.name === 'UTC');
};

const noClock = {
  create: (context) => ({
    Identifier(node) {
      if (node.name !== 'Date' || node.parent.type === 'TSTypeReference' || readsNoClock(node)) return;
      context.report({ node, message: 'The domain has no clock: instants come in as arguments.' });
    },
  }),
};

export default { meta: { name: 'cartwright' }, rules: { 'no-clock': noClock } };
