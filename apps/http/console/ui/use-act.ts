import { useState } from 'preact/hooks';
import { send } from '../api/api.js';
import { problemOf, type Problem } from '../api/problem.js';
import { announce } from './announcer.js';

type Acting = {
  /** Why the latest act was refused. */
  readonly problem: Problem | undefined;
  /** Sends a POST. Once it has succeeded, `done` is announced. */
  readonly act: (path: string, done: string) => Promise<void>;
};

/** For buttons that act without a dialog. `onDone` is called after each act that succeeds. */
export function useAct(onDone: () => void): Acting {
  const [problem, setProblem] = useState<Problem>();
  const act = async (path: string, done: string): Promise<void> => {
    setProblem(undefined);
    try {
      await send('POST', path);
      announce(done);
      onDone();
    } catch (thrown) {
      setProblem(problemOf(thrown));
    }
  };
  return { problem, act };
}
