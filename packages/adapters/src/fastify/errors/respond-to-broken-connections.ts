import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import { problemBody } from './respond-to-errors.js';
import { requestRefusal } from './request-problems.js';

/** Requests that are not valid HTTP or arrive too slowly get a problem document too. */
export function respondToBrokenConnection(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = requestRefusal(problemOf(error.code));
  const requestId = randomUUID();
  const body = JSON.stringify(problemBody(refusal, requestId));
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${STATUS_CODES[refusal.status] ?? ''}`,
      'content-type: application/problem+json; charset=utf-8',
      `content-length: ${Buffer.byteLength(body)}`,
      `x-request-id: ${requestId}`,
      'cache-control: no-store',
      'connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

function problemOf(code: string | undefined): 'request.timed-out' | 'request.headers-too-large' | 'request.malformed' {
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return 'request.timed-out';
  return code === 'HPE_HEADER_OVERFLOW' ? 'request.headers-too-large' : 'request.malformed';
}
