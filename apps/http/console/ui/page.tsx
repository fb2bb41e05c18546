import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { Problem } from '../api/problem.js';
import { root } from './router.js';
import type { Resource } from './use-resource.js';

type PageProps = {
  readonly title: string;
  /** Links and buttons beside the heading. */
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
};

/** A page: its heading has the focus when it opens, so that a screen reader reads it. */
export function Page({ title, actions, children }: PageProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    heading.current?.focus();
  }, []);
  useEffect(() => {
    document.title = `${title} · Console`;
  }, [title]);
  return (
    <>
      <header class="page-header">
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {actions !== undefined && <div class="actions">{actions}</div>}
      </header>
      {children}
    </>
  );
}

/** Gives the focus to the heading of the page, where what had it is gone. */
export const focusHeading = (): void => document.querySelector('h1')?.focus();

/** A problem that is read aloud when it appears. */
export function ProblemNotice({
  problem,
  children,
}: {
  readonly problem: Problem;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="notice problem" role="alert">
      <p>{problem.code === 'auth.forbidden' ? forbidden : problem.detail}</p>
      {problem.code === 'auth.totp-enrolment-required' && <a href={`${root}/account`}>Add a second factor</a>}
      {children}
    </div>
  );
}

const forbidden = 'Your role does not allow this. Ask an admin of the shop if you need it.';

/**
 * Shows a resource once it is loaded. Before that it shows that the resource is loading, or the problem. A problem of
 * loading it again is shown above it.
 */
export function Loaded<Body>({
  resource: { answer, problem, reload },
  children,
}: {
  readonly resource: Resource<Body>;
  readonly children: (body: Body, etag: string | undefined) => ComponentChildren;
}) {
  return (
    <>
      {problem !== undefined && (
        <ProblemNotice problem={problem}>
          {problem.status !== 403 && problem.status !== 404 && (
            <button type="button" onClick={reload}>
              Try again
            </button>
          )}
        </ProblemNotice>
      )}
      {answer !== undefined && children(answer.body, answer.etag)}
      {answer === undefined && problem === undefined && <p class="muted">Loading …</p>}
    </>
  );
}
