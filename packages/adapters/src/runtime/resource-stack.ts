/** The resources that a process has opened. They close in reverse order; a failure does not keep the others open. */
export type ResourceStack = {
  readonly add: (name: string, close: () => Promise<void>) => void;
  /** Closes everything once; returns the failures. */
  readonly closeAll: () => Promise<readonly { readonly name: string; readonly err: unknown }[]>;
};

export function makeResourceStack(): ResourceStack {
  const open: { readonly name: string; readonly close: () => Promise<void> }[] = [];
  return {
    add: (name, close) => {
      open.push({ name, close });
    },
    closeAll: async () => {
      const failures: { readonly name: string; readonly err: unknown }[] = [];
      for (let resource = open.pop(); resource !== undefined; resource = open.pop()) {
        try {
          await resource.close();
        } catch (error) {
          failures.push({ name: resource.name, err: error });
        }
      }
      return failures;
    },
  };
}
