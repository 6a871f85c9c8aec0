/**
 * Every address of the staff app, in one file. A feature offers its screens as a lazy module, but for the two in which a
 * day is spent: they come with the frame. Nothing here but paths, search parameters and which screen. Addresses hold the
 * state: filters, sort, period, selection.
 */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet, redirect, type RouteComponent } from '@tanstack/react-router';

import { ApiError, get } from './api/http';
import { meQuery } from './api/session';
import type { Setup } from './api/types';
import { type CaseFrom, type InboxFilters, narrowing, readCase, readInbox } from './features/cases/calls';
import { CasePage } from './features/cases/case-page';
import { Inbox } from './features/cases/inbox';
import type { CustomersSearch } from './features/customers/customers';
import type { DashboardSearch } from './features/indicators/filters';
import { queryClient } from './queries';
import { NotFound, RouteFailure } from './shell/route-states';
import { Shell } from './shell/shell';
import { SignedOutOverlay } from './shell/signed-out';
import { setHomeZone } from './zone';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotFound, errorComponent: RouteFailure });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (it: Record<string, unknown>): { next?: string } =>
    typeof it['next'] === 'string' && it['next'].startsWith('/') && !it['next'].startsWith('//') ? { next: it['next'] } : {},
  component: lazyRouteComponent(() => import('./features/access/sign-in'), 'SignIn'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('./features/access/set-up'), 'SetUp'),
});

const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ location }) => {
    try {
      const me = await queryClient.ensureQueryData(meQuery);
      setHomeZone(me.time_zone);
      return { me };
    } catch (error) {
      if (!(error instanceof ApiError) || error.status !== 401) {
        throw error;
      }
    }
    const setup = await get<Setup>('/setup').catch(() => null);
    throw setup?.needs_admin
      ? redirect({ to: '/set-up' })
      : redirect({ to: '/sign-in', search: location.href === '/' ? {} : { next: location.href } });
  },
  component: () => (
    <>
      <Shell />
      <SignedOutOverlay />
    </>
  ),
});

const home = createRoute({
  getParentRoute: () => inside,
  path: '/',
  beforeLoad: ({ context }) => {
    const { role } = context.me;
    throw redirect({ href: role === 'analyst' || role === 'marketing' ? '/dashboards' : '/inbox' });
  },
});

export interface InboxSearch extends InboxFilters {
  case?: string;
}
const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);
const only = <T extends object>(it: T) => Object.fromEntries(Object.entries(it).filter(([, value]) => value !== undefined)) as T;

const narrowingIn = (it: Record<string, unknown>) => narrowing({ q: text(it['q']), sort: text(it['sort']), team: text(it['team']), owner: text(it['owner']), channel: text(it['channel']), type: text(it['type']), priority: text(it['priority']) } as InboxFilters);

const inboxHome = createRoute({
  getParentRoute: () => inside,
  path: '/inbox',
  beforeLoad: ({ context }) => {
    throw redirect({ to: '/inbox/$view', params: { view: context.me.role === 'adviser' ? 'mine' : 'to_handle' } });
  },
});

const inbox = createRoute({
  getParentRoute: () => inside,
  path: '/inbox/$view',
  validateSearch: (it: Record<string, unknown>): InboxSearch => only({ case: text(it['case']), ...narrowingIn(it) } as InboxSearch),
  loaderDeps: ({ search }) => narrowing(search),
  loader: ({ params, deps }) => readInbox(queryClient, params.view, deps),
  component: Inbox,
});

const caseView = createRoute({
  getParentRoute: () => inside,
  path: '/cases/$id',
  validateSearch: (it: Record<string, unknown>): CaseFrom & { tab?: 'history' } =>
    only({ from: text(it['from']), ...narrowingIn(it), tab: it['tab'] === 'history' ? 'history' : undefined } as CaseFrom & { tab?: 'history' }),
  loader: ({ params }) => readCase(queryClient, params.id),
  component: CasePage,
});

const me = createRoute({
  getParentRoute: () => inside,
  path: '/me',
  component: lazyRouteComponent(() => import('./features/access/me'), 'MePage'),
});

const customers = createRoute({
  getParentRoute: () => inside,
  path: '/customers',
  validateSearch: (it: Record<string, unknown>): CustomersSearch =>
    only({ q: text(it['q']), sort: it['sort'] === 'name' ? 'name' : undefined, account: text(it['account']), open: it['open'] === true ? true : undefined } as CustomersSearch),
  component: lazyRouteComponent(() => import('./features/customers/customers'), 'Customers'),
});

const customerNew = createRoute({
  getParentRoute: () => inside,
  path: '/customers/new',
  component: lazyRouteComponent(() => import('./features/customers/customer-new'), 'CustomerNew'),
});

const customer = createRoute({
  getParentRoute: () => inside,
  path: '/customers/$id',
  validateSearch: (it: Record<string, unknown>): { channel?: string; year?: number; tab?: 'card' | 'feed' } =>
    only({ channel: text(it['channel']), year: Number(it['year']) || undefined, tab: it['tab'] === 'card' ? 'card' : undefined } as {
      channel?: string;
      year?: number;
      tab?: 'card' | 'feed';
    }),
  component: lazyRouteComponent(() => import('./features/customers/customer-page'), 'CustomerPage'),
});

const accounts = createRoute({
  getParentRoute: () => inside,
  path: '/accounts',
  validateSearch: (it: Record<string, unknown>): { q?: string } => only({ q: text(it['q']) } as { q?: string }),
  component: lazyRouteComponent(() => import('./features/customers/accounts'), 'Accounts'),
});

const accountNew = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/new',
  component: lazyRouteComponent(() => import('./features/customers/accounts'), 'AccountNew'),
});

const account = createRoute({
  getParentRoute: () => inside,
  path: '/accounts/$id',
  component: lazyRouteComponent(() => import('./features/customers/account-page'), 'AccountPage'),
});

const dashboardSearch = (it: Record<string, unknown>): DashboardSearch =>
  only({ period: text(it['period']), vs: text(it['vs']), team: text(it['team']), mine: it['mine'] === true ? true : undefined } as DashboardSearch);

const dashboards = createRoute({
  getParentRoute: () => inside,
  path: '/dashboards',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('./features/indicators/dashboard'), 'Dashboard'),
});

const indicator = createRoute({
  getParentRoute: () => inside,
  path: '/indicators/$key',
  validateSearch: dashboardSearch,
  component: lazyRouteComponent(() => import('./features/indicators/indicator-page'), 'IndicatorPage'),
});

const surveys = createRoute({
  getParentRoute: () => inside,
  path: '/surveys',
  component: lazyRouteComponent(() => import('./features/surveys/surveys'), 'Surveys'),
});

const surveyEdit = createRoute({
  getParentRoute: () => inside,
  path: '/surveys/$id/edit',
  component: lazyRouteComponent(() => import('./features/surveys/survey-edit'), 'SurveyEdit'),
});

const surveyResults = createRoute({
  getParentRoute: () => inside,
  path: '/surveys/$id/results',
  component: lazyRouteComponent(() => import('./features/surveys/survey-results'), 'SurveyResults'),
});

const newCase = createRoute({
  getParentRoute: () => inside,
  path: '/cases/new',
  validateSearch: (it: Record<string, unknown>): { person?: string } => only({ person: text(it['person']) } as { person?: string }),
  component: lazyRouteComponent(() => import('./features/cases/new-case'), 'NewCase'),
});

const programme = createRoute({
  getParentRoute: () => inside,
  path: '/programme',
  component: lazyRouteComponent(() => import('./features/programme/callbacks'), 'Callbacks'),
});

const settings = createRoute({
  getParentRoute: () => inside,
  path: '/settings',
  component: lazyRouteComponent(() => import('./shell/settings'), 'SettingsFrame'),
});

/** A section of the settings: its list, its form for a new one, its form for one that is there. */
const section = <P extends string>(path: P, component: RouteComponent) =>
  createRoute({ getParentRoute: () => settings, path, component });

const settingsSections = [
  section('/staff', lazyRouteComponent(() => import('./features/access/settings-staff'), 'StaffList')),
  section('/staff/new', lazyRouteComponent(() => import('./features/access/settings-staff'), 'StaffNew')),
  section('/staff/$id', lazyRouteComponent(() => import('./features/access/settings-staff'), 'StaffEdit')),
  section('/teams', lazyRouteComponent(() => import('./features/access/settings-teams'), 'TeamList')),
  section('/teams/$id', lazyRouteComponent(() => import('./features/access/settings-teams'), 'TeamEdit')),
  section('/api-keys', lazyRouteComponent(() => import('./features/access/settings-api-keys'), 'ApiKeyList')),
  section('/api-keys/new', lazyRouteComponent(() => import('./features/access/settings-api-keys'), 'ApiKeyNew')),
  section('/promises', lazyRouteComponent(() => import('./features/cases/settings-promises'), 'PromiseList')),
  section('/promises/$id', lazyRouteComponent(() => import('./features/cases/settings-promises'), 'PromiseEdit')),
  section('/case-types', lazyRouteComponent(() => import('./features/cases/settings-case-types'), 'CaseTypeList')),
  section('/case-types/$key', lazyRouteComponent(() => import('./features/cases/settings-case-types'), 'CaseTypeEdit')),
  section('/calendars', lazyRouteComponent(() => import('./features/cases/settings-calendars'), 'CalendarList')),
  section('/calendars/$id', lazyRouteComponent(() => import('./features/cases/settings-calendars'), 'CalendarEdit')),
  section('/templates', lazyRouteComponent(() => import('./features/cases/settings-templates'), 'TemplateListPage')),
  section('/templates/$id', lazyRouteComponent(() => import('./features/cases/settings-templates'), 'TemplateEdit')),
  section('/survey-rules', lazyRouteComponent(() => import('./features/surveys/settings-rules'), 'RuleList')),
  section('/survey-rules/$id', lazyRouteComponent(() => import('./features/surveys/settings-rules'), 'RuleEdit')),
  section('/mailboxes', lazyRouteComponent(() => import('./features/mailroom/settings-mailboxes'), 'MailboxList')),
  section('/mailboxes/$id', lazyRouteComponent(() => import('./features/mailroom/settings-mailboxes'), 'MailboxEdit')),
  section('/quarantine', lazyRouteComponent(() => import('./features/mailroom/settings-quarantine'), 'Quarantine')),
  section('/sources', lazyRouteComponent(() => import('./features/customers/settings-sources'), 'SourceList')),
  section('/sources/$id', lazyRouteComponent(() => import('./features/customers/settings-sources'), 'SourceEdit')),
  section('/imports', lazyRouteComponent(() => import('./features/customers/settings-imports'), 'ImportList')),
  section('/imports/$id', lazyRouteComponent(() => import('./features/customers/settings-imports'), 'ImportPage')),
  section('/jobs', lazyRouteComponent(() => import('./features/jobs/settings-jobs'), 'JobList')),
  section('/audit', lazyRouteComponent(() => import('./features/access/settings-audit'), 'AuditLog')),
];

const routeTree = root.addChildren([signIn, setUp, inside.addChildren([home, inboxHome, inbox, caseView, me, customers, customerNew, customer, accounts, accountNew, account, dashboards, indicator, surveys, surveyEdit, surveyResults, newCase, programme, settings.addChildren(settingsSections)])]);

export const router = createRouter({
  routeTree,
  defaultPreload: 'intent',
  scrollRestoration: true,
  defaultPendingMinMs: 0,
  defaultNotFoundComponent: NotFound,
  defaultErrorComponent: RouteFailure,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
