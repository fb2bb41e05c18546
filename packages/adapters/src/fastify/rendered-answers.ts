import type { FastifyReply } from 'fastify';
import { tagOf } from './entity-tags.js';

type Rendered = { readonly body: string; readonly tag: string };

/** By the very object that was answered: it goes with its rendering when its reader forgets it. */
const rendered = new WeakMap<object, Rendered>();

/**
 * Answers a value that never changes as the route's schema has it, tagged by its content, and makes that once for each
 * value: a reader that answers the same object again has found that all is still so.
 */
export function answerRendered(reply: FastifyReply, value: object): FastifyReply {
  const known = rendered.get(value) ?? render(reply, value);
  return reply.header('etag', known.tag).type('application/json; charset=utf-8').send(known.body);
}

function render(reply: FastifyReply, value: object): Rendered {
  const body = reply.serialize(value) as string;
  const made = { body, tag: tagOf(body) };
  rendered.set(value, made);
  return made;
}
