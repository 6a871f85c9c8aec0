import {
  IconCalendarTime, IconClipboardCheck, IconClockCheck, IconDatabase, IconFileImport, IconHistory, IconKey, IconMailbox,
  IconRotateClockwise, IconShieldQuestion, IconTags, IconTemplate, IconUser, IconUsersGroup,
} from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link, Outlet, useRouterState } from '@tanstack/react-router';

import { get } from '@/api/http';
import { useMay, useMe } from '@/api/session';
import type { Permission, Setup } from '@/api/types';
import { useWords } from '@/words';

import { PageHeading, useTitle } from './page';
import styles from './settings.module.css';

/** The sections of the settings, in their order; a person sees those the role may change. */
export const SECTIONS: readonly { to: string; label: string; why: string; icon: typeof IconKey; needs: Permission }[] = [
  { to: '/settings/mailboxes', label: 'settings-mailboxes', why: 'mailbox-why', icon: IconMailbox, needs: 'mailboxes_manage' },
  { to: '/settings/quarantine', label: 'settings-quarantine', why: 'quarantine-why', icon: IconShieldQuestion, needs: 'quarantine_manage' },
  { to: '/settings/case-types', label: 'settings-case-types', why: 'case-type-why', icon: IconTags, needs: 'promises_manage' },
  { to: '/settings/promises', label: 'settings-promises', why: 'promise-why', icon: IconClockCheck, needs: 'promises_manage' },
  { to: '/settings/calendars', label: 'settings-calendars', why: 'calendar-why', icon: IconCalendarTime, needs: 'promises_manage' },
  { to: '/settings/templates', label: 'settings-templates', why: 'template-why', icon: IconTemplate, needs: 'templates_write' },
  { to: '/settings/survey-rules', label: 'settings-survey-rules', why: 'rule-why', icon: IconClipboardCheck, needs: 'surveys_write' },
  { to: '/settings/sources', label: 'settings-sources', why: 'sources-why', icon: IconDatabase, needs: 'customers_import' },
  { to: '/settings/imports', label: 'settings-imports', why: 'import-why', icon: IconFileImport, needs: 'customers_import' },
  { to: '/settings/teams', label: 'settings-teams', why: 'team-why', icon: IconUsersGroup, needs: 'staff_manage' },
  { to: '/settings/staff', label: 'settings-staff', why: 'staff-why', icon: IconUser, needs: 'staff_manage' },
  { to: '/settings/api-keys', label: 'settings-api-keys', why: 'api-key-why', icon: IconKey, needs: 'api_keys_manage' },
  { to: '/settings/jobs', label: 'settings-jobs', why: 'job-why', icon: IconRotateClockwise, needs: 'jobs_manage' },
  { to: '/settings/audit', label: 'settings-audit', why: 'audit-why', icon: IconHistory, needs: 'audit_read' },
];

/** The step of the first run that was left for later, if any: it can be taken up again from here. */
function Resume() {
  const t = useWords();
  const isAdmin = useMay('staff_manage');
  const setup = useQuery({ queryKey: ['setup'], queryFn: () => get<Setup>('/setup'), enabled: isAdmin });
  // Whoever reads this is there: their own step is behind them, whichever way they came.
  const at = setup.data?.steps.findIndex((it) => !it.is_done && it.step !== 'you') ?? -1;
  return at < 0 ? null : (
    <Link to="/set-up" className={styles.section}>
      {t('setup-resume', { step: at + 1 })}
    </Link>
  );
}

/** The frame of the settings: sections at the side; on a phone one pane at a time, the sections or one of them. */
export function SettingsFrame() {
  const t = useWords();
  const me = useMe();
  const path = useRouterState({ select: (it) => it.location.pathname });
  const sections = SECTIONS.filter((it) => me?.permissions.includes(it.needs));
  const here = sections.find((it) => path === it.to || path.startsWith(`${it.to}/`));
  useTitle(here ? `${t(here.label)} · ${t('place-settings')}` : t('place-settings'));
  return (
    <div className={styles.frame} data-open={here === undefined}>
      <nav className={styles.sections} aria-label={t('place-settings')}>
        <Resume />
        {sections.map((it) => (
          <Link key={it.to} to={it.to} aria-current={here === it ? 'page' : undefined} className={styles.section}>
            <it.icon size={16} stroke={1.75} aria-hidden="true" />
            {t(it.label)}
          </Link>
        ))}
      </nav>
      <div className={styles.content}>
        {here && (
          <Link to="/settings" className={styles.back}>
            {t('settings-back')}
          </Link>
        )}
        {here ? <Outlet /> : <PageHeading>{t('place-settings')}</PageHeading>}
        {!here && (
          <ul className={styles.all}>
            {sections.map((it) => (
              <li key={it.to}>
                <it.icon size={20} stroke={1.75} aria-hidden="true" />
                <h2>
                  <Link to={it.to}>{t(it.label)}</Link>
                </h2>
                <p className="muted">{t(it.why)}</p>
              </li>
            ))}
          </ul>
        )}
      </div>
    </div>
  );
}
