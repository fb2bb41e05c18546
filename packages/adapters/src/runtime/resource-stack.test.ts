import { describe, expect, it } from 'vitest';
import { makeResourceStack } from './resource-stack.js';

describe('a stack of resources', () => {
  it('closes what was opened last first', async () => {
    const closed: string[] = [];
    const stack = makeResourceStack();
    for (const name of ['database', 'queue', 'server']) {
      stack.add(name, async () => {
        closed.push(name);
      });
    }
    expect(await stack.closeAll()).toEqual([]);
    expect(closed).toEqual(['server', 'queue', 'database']);
  });

  it('closes the others when one fails, and names the one that failed', async () => {
    const closed: string[] = [];
    const failure = new Error('stuck');
    const stack = makeResourceStack();
    stack.add('database', async () => {
      closed.push('database');
    });
    stack.add('queue', () => Promise.reject(failure));
    expect(await stack.closeAll()).toEqual([{ name: 'queue', err: failure }]);
    expect(closed).toEqual(['database']);
  });

  it('closes at the same time what was added together, and what was opened before it afterwards', async () => {
    const closed: string[] = [];
    const failure = new Error('stuck');
    const stack = makeResourceStack();
    stack.add('database', async () => {
      closed.push('database');
    });
    let finishJobs = (): void => undefined;
    stack.addTogether({
      relay: () => Promise.reject(failure),
      // Ends only after the webhooks, which close after it where one waits for the other.
      jobs: () =>
        new Promise((resolve) => {
          finishJobs = () => {
            closed.push('jobs');
            resolve();
          };
        }),
      webhooks: async () => {
        closed.push('webhooks');
        finishJobs();
      },
    });
    expect(await stack.closeAll()).toEqual([{ name: 'relay', err: failure }]);
    expect(closed).toEqual(['webhooks', 'jobs', 'database']);
  });

  it('closes nothing twice', async () => {
    let closings = 0;
    const stack = makeResourceStack();
    stack.add('database', async () => {
      closings += 1;
    });
    await stack.closeAll();
    await stack.closeAll();
    expect(closings).toBe(1);
  });
});
