import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { type FormEvent, Fragment, useEffect, useState } from 'react';

import { get } from '@/api/http';
import { useList } from '@/api/list';
import { staffQuery, teamsQuery } from '@/api/names';
import type { Whole } from '@/api/types';
import type { components } from '@/api/schema';
import { PageHeading } from '@/shell/page';
import { caseIdOf, caseNumber } from '@/ui/case-number';
import { formStyles, SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import type { Formats } from '@/formats';
import { useFormats } from '@/shell/formats';
import { useNarrow } from '@/shell/narrow';
import { useWords, type Words } from '@/words';

type AuditEntry = Whole<components['schemas']['AuditEntryView']>;

export interface AuditSearch {
  actor?: string;
  action?: string;
  subject?: string;
}

/** Every act that the log keeps, as `audit-action-name` names it. */
export const ACTIONS = [
  'signed_in', 'sign_ins_unlocked', 'session_ended', 'password_changed', 'password_reset', 'second_factor_started', 'second_factor_stopped', 'second_factor_reset',
  'staff_created', 'staff_changed', 'team_created', 'team_changed', 'api_key_created', 'api_key_revoked', 'installation_changed', 'key_replaced',
  'mailbox_created', 'mailbox_changed', 'mailbox_health', 'sender_decided',
  'promise_created', 'promise_changed', 'promise_retired', 'calendar_created', 'calendar_changed', 'case_type_changed',
  'template_created', 'template_changed', 'template_retired', 'survey_published', 'survey_rule_created', 'survey_rule_changed',
  'job_retried', 'jobs_retried', 'job_dropped',
] as const;

export function AuditLog() {
  const t = useWords();
  const search = useSearch({ strict: false }) as AuditSearch;
  const [subject, setSubject] = useState(search.subject ?? '');
  useEffect(() => setSubject(search.subject ?? ''), [search.subject]);
  const entries = useList<AuditEntry>('/audit-entries', { ...search, limit: 100 });
  const staff = useQuery(staffQuery);
  const teams = useQuery(teamsQuery);
  const names = new Map(staff.data?.items.map((it) => [it.id, it.name]));
  const called = new Map([...names, ...(teams.data?.items ?? []).map((it) => [it.id, it.name] as const)]);
  const chain = useQuery({ queryKey: ['/audit-chain'], queryFn: () => get<{ holds: boolean; broken_at: number | null }>('/audit-chain') });
  const filter = useNarrow<AuditSearch>();
  // Colleagues by name; parts of the program and keys as far as the rows on screen know them, and the one that is chosen.
  const others = [...new Set([...(entries.rows ?? []).map((it) => it.actor), ...(search.actor ? [search.actor] : [])])].filter((it) => !names.has(it)).sort();
  const actors = [...[...names].map(([value, label]) => ({ value, label })), ...others.map((value) => ({ value, label: whoText(value, names, t) }))];
  const actions = ACTIONS.map((value) => ({ value, label: t('audit-action-name', { action: value }) })).sort((a, b) => a.label.localeCompare(b.label));
  return (
    <SettingsPage title={<PageHeading>{t('settings-audit')}</PageHeading>} why={t('audit-why')}>
      {chain.data && <p role="status">{chain.data.holds ? t('audit-holds') : t('audit-broken', { at: chain.data.broken_at ?? 0 })}</p>}
      <form
        className={formStyles.filters}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          const typed = subject.trim();
          filter({ subject: typed.includes('_') && !/^case_/i.test(typed) ? typed : (caseIdOf(typed) ?? typed) });
        }}
      >
        <NativeSelect label={t('audit-actor')} value={search.actor ?? ''} data={[{ value: '', label: t('audit-anybody') }, ...actors]} onChange={(event) => filter({ actor: event.currentTarget.value })} />
        <NativeSelect label={t('audit-action')} value={search.action ?? ''} data={[{ value: '', label: t('audit-any') }, ...actions]} onChange={(event) => filter({ action: event.currentTarget.value })} />
        <TextInput label={t('audit-subject-find')} value={subject} onChange={(event) => setSubject(event.currentTarget.value)} />
        <div>
          <Button type="submit">{t('audit-filter')}</Button>
        </div>
      </form>
      {entries.error ? <Failure error={entries.error} onRetry={entries.retry} /> : null}
      {entries.isPending && <Loading />}
      {entries.rows?.length === 0 && (
        <Empty text={t('audit-empty')}>
          <Button onClick={() => filter({ actor: '', action: '', subject: '' })}>{t('audit-clear')}</Button>
        </Empty>
      )}
      {entries.rows && entries.rows.length > 0 && (
        <DataTable
          label={t('settings-audit')}
          rows={entries.rows}
          idOf={(it) => it.id}
          onMore={entries.more}
          isBusy={entries.isFetchingNextPage}
          columns={[
            { head: t('audit-at'), cell: (it) => <At at={it.at} /> },
            { head: t('audit-actor'), cell: (it) => whoText(it.actor, names, t) },
            { head: t('audit-action'), cell: (it) => t('audit-action-name', { action: it.action }) },
            { head: t('audit-subject'), cell: (it) => <Subject id={it.subject} names={called} /> },
            { head: t('audit-details'), cell: (it) => <Details of={it.details} action={it.action} names={called} /> },
          ]}
        />
      )}
    </SettingsPage>
  );
}

function At({ at }: { at: string }) {
  const f = useFormats();
  return (
    <time dateTime={at} title={f.instant(at)} className={`tabular ${formStyles.nowrap}`}>
      {f.instant(at)}
    </time>
  );
}

/** Who acted: a colleague by name, the program by its part, a key by its id. */
function whoText(actor: string, names: ReadonlyMap<string, string>, t: Words): string {
  const part = /^system:(.+)$/.exec(actor)?.[1];
  return part ? t('audit-system', { part }) : (names.get(actor) ?? actor);
}

const PAGES: Readonly<Record<string, string>> = {
  case: '/cases/',
  person: '/customers/',
  staff: '/settings/staff/',
  team: '/settings/teams/',
  mbox: '/settings/mailboxes/',
  prom: '/settings/promises/',
  cal: '/settings/calendars/',
  tpl: '/settings/templates/',
  srule: '/settings/survey-rules/',
};

/** What was acted on, as a link where it has a page; by name where it is a colleague. */
function Subject({ id, names }: { id: string; names: ReadonlyMap<string, string> }) {
  const page = PAGES[id.split('_')[0] ?? ''];
  const t = useWords();
  const kind = /^([a-z]+)_[0-9A-Z]{13}$/.exec(id)?.[1];
  const text = names.get(id) ?? (kind === 'case' ? caseNumber(id) : kind ? t('audit-kind', { kind }) : id);
  return page ? (
    <Link to={page + id} className={formStyles.nowrap} title={id}>
      {text}
    </Link>
  ) : (
    <span title={id}>{text}</span>
  );
}

/** What the program names by a word of its own, in the reader's words. */
const NAMED: Readonly<Record<string, (value: string, t: Words) => string>> = {
  role: (role, t) => t('role-name', { role }),
  channels: (channel, t) => t('channel-name', { channel }),
  steps_done: (step, t) => t('setup-step', { step }),
  mailbox_health: (health, t) => t('mailbox-health', { health }),
};

/** A value as people read it: yes or no, a duration, an instant, a colleague by name; the rest as it was kept. */
function valueText(name: string, value: unknown, { names, t, f }: { names: ReadonlyMap<string, string>; t: Words; f: Formats }): string {
  if (value === null || value === undefined || value === '') {
    return '—';
  }
  if (typeof value === 'boolean') {
    return t('audit-yes-no', { is: String(value) });
  }
  if (typeof value === 'number') {
    return name.endsWith('_seconds') ? f.duration(value) : f.number(value, Number.isInteger(value) ? 0 : 2);
  }
  if (Array.isArray(value)) {
    return value.map((one) => valueText(name, one, { names, t, f })).join(', ') || '—';
  }
  if (typeof value === 'string') {
    const named = NAMED[name];
    if (named) {
      return named(value, t);
    }
    return name.endsWith('_at') ? f.instant(value) : (names.get(value) ?? (/^case_[0-9A-Z]{13}$/.test(value) ? caseNumber(value) : value));
  }
  return JSON.stringify(value);
}

const isPlain = (it: unknown): it is Record<string, unknown> => typeof it === 'object' && it !== null && !Array.isArray(it);

/** The details, a line for each name in words; of what was before and is after, only what differs. */
function Details({ of, action, names }: { of: unknown; action: string; names: ReadonlyMap<string, string> }) {
  const t = useWords();
  const f = useFormats();
  if (!isPlain(of)) {
    return of === null || of === undefined ? null : valueText(action, of, { names, t, f });
  }
  const text = (name: string, value: unknown) => valueText(name, value, { names, t, f });
  const { before, after } = of;
  const [only, ...more] = Object.values(of);
  const lines =
    isPlain(before) && isPlain(after)
      ? Object.keys(after)
          .filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name]) && name !== 'version')
          .map((name) => [name, `${text(name, before[name])} → ${text(name, after[name])}`] as const)
      : Object.entries(isPlain(only) && more.length === 0 ? only : of)
          .filter(([name]) => name !== 'id')
          .map(([name, value]) => [name, text(name, value)] as const);
  return (
    <dl className={formStyles.pairs}>
      {lines.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{t('audit-detail', { name })}</dt>
          <dd>{value}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
