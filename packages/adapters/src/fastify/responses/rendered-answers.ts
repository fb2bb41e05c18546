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
  return sendRendered(reply, rendered.get(value) ?? render(reply, value, value));
}

/** The same of a value that is presented in another form, under a tag of its own. */
export function answerPresented<Value extends object>(
  reply: FastifyReply,
  value: Value,
  present: (value: Value) => object,
  tag: string,
): FastifyReply {
  return sendRendered(reply, rendered.get(value) ?? render(reply, value, present(value), tag));
}

const sendRendered = (reply: FastifyReply, { body, tag }: Rendered): FastifyReply =>
  reply.header('etag', tag).type('application/json; charset=utf-8').send(body);

function render(reply: FastifyReply, value: object, presented: object, tag?: string): Rendered {
  const body = reply.serialize(presented) as string;
  const made = { body, tag: tag ?? tagOf(body) };
  rendered.set(value, made);
  return made;
}
