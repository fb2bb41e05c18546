import { describe, expect, it } from 'vitest';
import { problemBody } from './respond-to-errors.js';
import { Refusal, refusalOf, type Problems } from './problem.js';

const wording = { status: 409, title: 'No', detail: 'No.' };

describe('a fact of a problem', () => {
  it('is never called as a standard member is: such an error does not compile without other names', () => {
    type Taken<M extends string> = { readonly type: 'a.refused' } & { readonly [name in M]: string };
    // @ts-expect-error -- the problem's own code would overwrite it
    const code: Problems<Taken<'code'>> = { 'a.refused': wording };
    // @ts-expect-error -- the HTTP status would overwrite it
    const status: Problems<Taken<'status'>> = { 'a.refused': wording };
    // @ts-expect-error -- the title would overwrite it
    const title: Problems<Taken<'title'>> = { 'a.refused': wording };
    // @ts-expect-error -- the detail would overwrite it
    const detail: Problems<Taken<'detail'>> = { 'a.refused': wording };
    // @ts-expect-error -- RFC 9457 gives it a meaning
    const instance: Problems<Taken<'instance'>> = { 'a.refused': wording };
    // @ts-expect-error -- the request's id would overwrite it
    const requestId: Problems<Taken<'requestId'>> = { 'a.refused': wording };
    const toTitle = ({ code: text }: Taken<'code'>) => ({ title: text });
    // @ts-expect-error -- another name that is taken helps as little
    const renamed: Problems<Taken<'code'>> = { 'a.refused': { ...wording, facts: toTitle } };
    // @ts-expect-error -- nor may a route add one
    const own = new Refusal('a.refused', wording, { code: 'x' });
    expect([code, status, title, detail, instance, requestId, renamed, own]).toHaveLength(8);
  });

  it('is told under the name that the table gives it', () => {
    type Refused = { readonly type: 'a.refused'; readonly code: string };
    const problems: Problems<Refused> = { 'a.refused': { ...wording, facts: ({ code }) => ({ coupon: code }) } };
    const body = problemBody(refusalOf<Refused>({ type: 'a.refused', code: 'gimme' }, problems), 'r-1');
    expect(body).toMatchObject({ code: 'a.refused', coupon: 'gimme', status: 409, requestId: 'r-1' });
  });

  it('is called `orderStatus` where it is the status of an order', () => {
    type Refused = { readonly type: 'a.refused'; readonly status: 'paid'; readonly left: number };
    const problems: Problems<Refused> = { 'a.refused': wording };
    const body = problemBody(refusalOf<Refused>({ type: 'a.refused', status: 'paid', left: 1 }, problems), 'r-1');
    expect(body).toMatchObject({ code: 'a.refused', status: 409, orderStatus: 'paid', left: 1 });
  });
});
