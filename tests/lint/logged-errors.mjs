/**
 * The lint rule `cartwright-log/errors-as-err`: a log line has its error under `err`. pino writes the message and the
 * stack of that one; of an error under another name it writes `{}`. The type `LogFacts` sees to it too, where a `Log`
 * is called.
 */
const levels = new Set(['fatal', 'error', 'warn', 'info', 'debug', 'trace']);
const isLog = (object) =>
  /(^|\.)(log|logger)$/iu.test(object.type === 'MemberExpression' ? object.property.name : object.name);

const errorsAsErr = {
  create: (context) => ({
    CallExpression({ callee, arguments: [facts] }) {
      if (callee.type !== 'MemberExpression' || !levels.has(callee.property.name) || !isLog(callee.object)) return;
      if (facts?.type !== 'ObjectExpression') return;
      const wrong = facts.properties.find(
        ({ type, key }) => type === 'Property' && (key.name ?? key.value) === 'error',
      );
      if (wrong !== undefined) context.report({ node: wrong, message: 'An error is logged as `err`, with its stack.' });
    },
  }),
};

export default { meta: { name: 'cartwright-log' }, rules: { 'errors-as-err': errorsAsErr } };
