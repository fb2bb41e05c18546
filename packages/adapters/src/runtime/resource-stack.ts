/** The resources that a process has opened. They close in reverse order; a failure does not keep the others open. */
export type ResourceStack = {
  readonly add: (name: string, close: () => Promise<void>) => void;
  /** Adds resources that do not need each other: they close at the same time. */
  readonly addTogether: (closings: Readonly<Record<string, () => Promise<void>>>) => void;
  /** Closes everything once; returns the failures. */
  readonly closeAll: () => Promise<readonly { readonly name: string; readonly err: unknown }[]>;
};

export function makeResourceStack(): ResourceStack {
  const open: Readonly<Record<string, () => Promise<void>>>[] = [];
  return {
    add: (name, close) => {
      open.push({ [name]: close });
    },
    addTogether: (closings) => {
      open.push(closings);
    },
    closeAll: async () => {
      const failures: { readonly name: string; readonly err: unknown }[] = [];
      for (let last = open.pop(); last !== undefined; last = open.pop()) {
        const closings = Object.entries(last).map(async ([name, close]) => {
          try {
            await close();
          } catch (error) {
            failures.push({ name, err: error });
          }
        });
        await Promise.all(closings);
      }
      return failures;
    },
  };
}
