import { useEffect, useState } from 'preact/hooks';
import { whenSignedOut } from './api/api.js';
import { problemOf, type Problem } from './api/problem.js';
import { openSession, signOut, type User } from './api/session.js';
import { SignInPage } from './pages/sign-in.js';
import { pageAt } from './pages/pages.js';
import { Announcer } from './ui/announcer.js';
import { Navigation } from './ui/navigation.js';
import { ProblemNotice } from './ui/page.js';
import { followLinks, navigate, useLocation } from './ui/router.js';
import { CurrentUser } from './ui/user.js';

/** The console: the sign-in page, or the navigation and the page of the address. */
export function App() {
  const [user, setUser] = useState<User>();
  const [isOpening, setOpening] = useState(true);
  const [problem, setProblem] = useState<Problem>();
  const { path } = useLocation();
  useEffect(() => {
    document.addEventListener('click', followLinks);
    whenSignedOut(() => setUser(undefined));
    openSession()
      .then(setUser, (thrown: unknown) => setProblem(problemOf(thrown)))
      .finally(() => setOpening(false));
    return () => document.removeEventListener('click', followLinks);
  }, []);
  useEffect(() => {
    if (path === '') navigate('/orders', { replace: true });
  }, [path]);

  const leave = (): void => {
    signOut().then(
      () => setUser(undefined),
      (thrown: unknown) => setProblem(problemOf(thrown)),
    );
  };
  if (isOpening) return <p class="muted">Loading …</p>;
  if (user === undefined)
    return (
      <main class="sign-in">
        {problem !== undefined && <ProblemNotice problem={problem} />}
        <SignInPage onSignedIn={setUser} />
      </main>
    );
  return (
    <CurrentUser.Provider value={user}>
      <a class="skip" href="#main">
        Skip to the content
      </a>
      <Navigation user={user} path={path} onSignOut={leave} />
      <main id="main" key={path}>
        {problem !== undefined && <ProblemNotice problem={problem} />}
        {pageAt(path)}
      </main>
      <Announcer />
    </CurrentUser.Provider>
  );
}
