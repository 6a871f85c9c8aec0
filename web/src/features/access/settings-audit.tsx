import { Button, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

import { get } from '@/api/http';
import { useList } from '@/api/list';
import { PageHeading } from '@/shell/page';
import { formStyles, SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

interface AuditEntry {
  id: string;
  at: string;
  actor: string;
  action: string;
  subject: string;
  details: unknown;
}

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
        className={formStyles.pair}
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
            { head: t('audit-at'), cell: (it) => <Time at={it.at} mode="full" /> },
            { head: t('audit-actor'), cell: (it) => it.actor },
            { head: t('audit-action'), cell: (it) => it.action },
            { head: t('audit-subject'), cell: (it) => it.subject },
            { head: t('audit-details'), cell: (it) => <code className={formStyles.secret}>{JSON.stringify(it.details)}</code> },
          ]}
        />
      )}
    </SettingsPage>
  );
}
