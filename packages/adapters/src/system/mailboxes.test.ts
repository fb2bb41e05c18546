import { expect, it } from 'vitest';
import { mailboxes } from './mailboxes.js';

it.each([
  [' Ada@Example.ORG ', 'ada@example.org'],
  ['ada@münchen.example', 'ada@xn--mnchen-3ya.example'],
  ['ADA@MÜNCHEN.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@mu\u0308nchen.example', 'ada@xn--mnchen-3ya.example'],
  ['ada@xn--mnchen-3ya.example', 'ada@xn--mnchen-3ya.example'],
  ['zoë@example.org', 'zoë@example.org'],
  ['no address', 'no address'],
])('knows the mailbox %j as %j', (email, mailbox) => {
  expect(mailboxes.of(email)).toBe(mailbox);
});
