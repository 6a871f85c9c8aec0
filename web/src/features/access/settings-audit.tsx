import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, Fragment, useState } from 'react';

import { get, type Page } from '@/api/http';
import { useList } from '@/api/list';
import type { Named, Whole } from '@/api/types';
import type { components } from '@/api/schema';
import { PageHeading } from '@/shell/page';
import { formStyles, SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { useFormats } from '@/shell/formats';
import { useWords, type Words } from '@/words';

type AuditEntry = Whole<components['schemas']['AuditEntryView']>;

export interface AuditSearch {
  actor?: string;
  action?: string;
  subject?: string;
}

export function AuditLog() {
  const t = useWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as AuditSearch;
  const [typed, setTyped] = useState<AuditSearch>(search);
  const entries = useList<AuditEntry>('/audit-entries', { ...search, limit: 100 });
  const staff = useQuery({ queryKey: ['staff-names'], queryFn: () => get<Page<Named>>('/staff', { limit: 200 }), staleTime: 300_000, retry: false });
  const names = new Map(staff.data?.items.map((it) => [it.id, it.name]));
  const chain = useQuery({ queryKey: ['/audit-chain'], queryFn: () => get<{ holds: boolean; broken_at: number | null }>('/audit-chain') });
  const filter = (next: AuditSearch) => {
    const kept = Object.fromEntries(Object.entries(next).filter(([, value]) => value));
    void navigate({ to: '/settings/audit', search: kept });
  };
  const field = (name: keyof AuditSearch, label: string) => (
    <TextInput label={label} value={typed[name] ?? ''} onChange={(event) => setTyped({ ...typed, [name]: event.currentTarget.value })} />
  );
  return (
    <SettingsPage title={<PageHeading>{t('settings-audit')}</PageHeading>} why={t('audit-why')}>
      {chain.data && <p role="status">{chain.data.holds ? t('audit-holds') : t('audit-broken', { at: chain.data.broken_at ?? 0 })}</p>}
      <form
        className={formStyles.filters}
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          filter(typed);
        }}
      >
        {field('actor', t('audit-actor'))}
        {field('action', t('audit-action'))}
        {field('subject', t('audit-subject'))}
        <div>
          <Button type="submit">{t('audit-filter')}</Button>
        </div>
      </form>
      {entries.error ? <Failure error={entries.error} onRetry={entries.retry} /> : null}
      {entries.isPending && <Loading />}
      {entries.rows?.length === 0 && (
        <Empty text={t('audit-empty')}>
          <Button
            onClick={() => {
              setTyped({});
              filter({});
            }}
          >
            {t('audit-clear')}
          </Button>
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
            { head: t('audit-subject'), cell: (it) => <Subject id={it.subject} names={names} /> },
            { head: t('audit-details'), cell: (it) => <Details of={it.details} /> },
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
      {f.dayShort(at)} {new Date(at).getFullYear()}, {f.time(at)}
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
  const text = names.get(id) ?? id;
  return page ? (
    <Link to={page + id} className={formStyles.nowrap}>
      {text}
    </Link>
  ) : (
    text
  );
}

const simple = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));

/** The details as the program kept them: a line for each name, at most one level deep. */
function Details({ of }: { of: unknown }) {
  if (of === null || of === undefined) {
    return null;
  }
  if (typeof of !== 'object' || Array.isArray(of)) {
    return simple(of);
  }
  const entries = Object.entries(of);
  const [only] = entries;
  const inner = entries.length === 1 && only && typeof only[1] === 'object' && only[1] !== null && !Array.isArray(only[1]) ? Object.entries(only[1]) : entries;
  return (
    <dl className={formStyles.pairs}>
      {inner.map(([name, value]) => (
        <Fragment key={name}>
          <dt>{name}</dt>
          <dd>{simple(value)}</dd>
        </Fragment>
      ))}
    </dl>
  );
}
