/**
 * Ends the process on a version of Node that the shop does not run on. Each entry point of `dist` begins with this
 * file, before anything that an old version cannot parse: it has no syntax and no import that is newer than Node 12.
 */
// Old versions of Node load this file, and no log is open yet.
// oxlint-disable no-var, no-console
var nodeVersion = process.versions.node.split('.').map(Number);
if (nodeVersion[0] < 20 || (nodeVersion[0] === 20 && nodeVersion[1] < 19)) {
  console.error('Cannot start:\n  Node ' + process.versions.node + ' is too old: install Node 20.19 or newer');
  process.exit(1);
}
