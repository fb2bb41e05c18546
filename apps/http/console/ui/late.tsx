import type { ComponentType } from 'preact';
import { useEffect, useState } from 'preact/hooks';
import { ProblemNotice } from './page.js';

type LateProps = { readonly load: () => Promise<{ readonly default: ComponentType }> };

/** A page that is loaded when it is opened, for one that needs a large library. */
export function Late({ load }: LateProps) {
  const [state, setState] = useState<{ readonly Loaded?: ComponentType; readonly hasFailed?: boolean }>({});
  useEffect(() => {
    load().then(
      ({ default: Loaded }) => setState({ Loaded }),
      () => setState({ hasFailed: true }),
    );
  }, []);
  const { Loaded, hasFailed } = state;
  if (Loaded !== undefined) return <Loaded />;
  if (hasFailed !== true) return <p class="muted">Loading …</p>;
  // A newer version of the console may have been installed.
  return <ProblemNotice problem={{ status: 0, code: 'console.failed', detail: 'Load the page again.' }} />;
}
