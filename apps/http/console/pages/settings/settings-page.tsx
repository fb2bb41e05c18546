import type { ComponentChildren } from 'preact';
import { Page } from '../../ui/page.js';
import { root, useLocation } from '../../ui/router.js';
import { useMay } from '../../ui/user.js';

/** The parts of the settings, each with the permission to read it. */
const parts = [
  ['/settings', 'Shop', 'shop.edit'],
  ['/settings/shipping', 'Shipping methods', 'pricing.read'],
  ['/settings/taxes', 'Tax rules', 'pricing.read'],
  ['/settings/minimum-orders', 'Minimum orders', 'pricing.read'],
  ['/settings/groups', 'Customer groups', 'users.manage'],
  ['/settings/staff', 'Staff', 'users.manage'],
  ['/settings/roles', 'Roles', 'users.manage'],
  ['/settings/api-keys', 'API keys', 'api-keys.manage'],
  ['/settings/webhooks', 'Webhooks', 'events.manage'],
  ['/settings/jobs', 'Jobs', 'jobs.run'],
] as const;

type Props = { readonly title: string; readonly actions?: ComponentChildren; readonly children: ComponentChildren };

/** A page of the settings, with links to the others. */
export function SettingsPage({ title, actions, children }: Props) {
  const may = useMay();
  const { path } = useLocation();
  return (
    <Page title={title} actions={actions}>
      <nav aria-label="Settings">
        <ul class="tabs">
          {parts
            .filter(([, , permission]) => may(permission))
            .map(([to, name]) => (
              <li key={to}>
                <a href={root + to} aria-current={path === to ? 'page' : undefined}>
                  {name}
                </a>
              </li>
            ))}
        </ul>
      </nav>
      {children}
    </Page>
  );
}
