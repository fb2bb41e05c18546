import { useState } from 'preact/hooks';
import type { User } from '../api/session.js';
import { root } from './router.js';

/** The areas of the console, each with the permission to read it. */
const areas = [
  ['/orders', 'Orders', 'orders.read'],
  ['/products', 'Products', 'catalogue.read'],
  ['/promotions', 'Promotions', 'pricing.read'],
  ['/price-lists', 'Price lists', 'pricing.read'],
  ['/customers', 'Customers', 'customers.read'],
  ['/reviews', 'Reviews', 'reviews.moderate'],
  ['/journal', 'Journal', 'journal.edit'],
  ['/imports', 'Imports', 'catalogue.edit'],
  ['/reconciliation', 'Reconciliation', 'reconciliations.read'],
  ['/audit-log', 'Audit log', 'audit.read'],
  ['/reports', 'Reports', 'reports.read'],
  ['/settings', 'Settings', 'pricing.read'],
] as const;

type NavigationProps = { readonly user: User; readonly path: string; readonly onSignOut: () => void };

/** Beside the page, or behind a button where the screen is narrow. */
export function Navigation({ user, path, onSignOut }: NavigationProps) {
  const [isOpen, setOpen] = useState(false);
  return (
    <header class={isOpen ? 'navigation open' : 'navigation'}>
      <div class="brand">
        <strong>Console</strong>
        <button
          type="button"
          class="menu"
          aria-expanded={isOpen}
          aria-controls="areas"
          onClick={() => setOpen(!isOpen)}
        >
          Menu
        </button>
      </div>
      <div id="areas">
        <nav aria-label="Areas">
          <ul>
            {areas
              .filter(([, , permission]) => user.permissions.includes(permission))
              .map(([to, name]) => (
                <li key={to}>
                  <a
                    href={root + to}
                    aria-current={path === to || path.startsWith(`${to}/`) ? 'page' : undefined}
                    onClick={() => setOpen(false)}
                  >
                    {name}
                  </a>
                </li>
              ))}
          </ul>
        </nav>
        <div class="account">
          <p>
            <a href={`${root}/account`}>{user.name}</a>
            <br />
            <span class="muted">{user.role}</span>
          </p>
          <button type="button" onClick={onSignOut}>
            Sign out
          </button>
        </div>
      </div>
    </header>
  );
}
