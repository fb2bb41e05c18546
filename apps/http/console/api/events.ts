import { urlOf } from './api.js';

/** What the console reads of an event. */
type OrderEvent = { readonly orderId: string };

/** Milliseconds before a broken stream is opened again. */
const reconnectMs = 2000;

/**
 * Follows the events of all orders until the signal is aborted. `EventSource` cannot report why a stream was refused,
 * so it is read by `fetch`. A broken stream is resumed after the last event. If the shop has deleted that event, the
 * stream starts from now, and `onChange` gets no order id: events were missed, so any order may have changed.
 *
 * @example followOrders((orderId) => (orderId === undefined ? reloadAll() : reload(orderId)), controller.signal);
 */
export async function followOrders(
  onChange: (orderId: string | undefined) => void,
  signal: AbortSignal,
): Promise<void> {
  let last: string | undefined;
  while (!signal.aborted) {
    const headers = last === undefined ? {} : { 'last-event-id': last };
    try {
      const response = await fetch(urlOf('/admin/orders/events'), { headers, signal });
      // The session ended, or the role may not read orders.
      if (response.status === 401 || response.status === 403) return;
      if (response.status === 410) {
        last = undefined;
        onChange(undefined);
        continue;
      }
      if (response.ok && response.body !== null)
        await readEvents(response.body, (id, data) => {
          last = id;
          onChange((JSON.parse(data) as OrderEvent).orderId);
        });
    } catch {
      // The connection broke, or the page was left.
    }
    await new Promise((resolve) => setTimeout(resolve, reconnectMs));
  }
}

/** Reads `text/event-stream`: events are separated by an empty line; ours have their data in one line. */
async function readEvents(
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  onEvent: (id: string, data: string) => void,
): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let unread = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const blocks = (unread + value).split('\n\n');
    unread = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = new Map(block.split('\n').map((line) => splitField(line)));
      const data = fields.get('data');
      if (data !== undefined) onEvent(fields.get('id') ?? '', data);
    }
  }
}

function splitField(line: string): readonly [string, string] {
  const colon = line.indexOf(':');
  return [line.slice(0, colon), line.slice(colon + 1).trim()];
}
