import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';

import { address, get, type Page, put } from '@/api/http';
import { useList } from '@/api/list';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { record } from '@/shell/undo';
import { SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './mailroom.module.css';

const OUTCOMES = ['quarantine', 'new_case', 'follow_up', 'rejected'] as const;
type Outcome = (typeof OUTCOMES)[number];
type Inbound = Whole<components['schemas']['InboundMailView']>;
type Day = Whole<components['schemas']['InboundMailDay']>;

/** Every mail that came in, where it went and why; what was held back can be let in or refused. */
export function Quarantine() {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const [outcome, setOutcome] = useState<Outcome>('quarantine');
  const mails = useList<Inbound>('/inbound-mails', { outcome, limit: 50 });
  const days = useQuery({ queryKey: ['/inbound-mail-days'], queryFn: () => get<Page<Day>>('/inbound-mail-days', { limit: 1 }) });
  const settle = () => {
    void client.invalidateQueries({ queryKey: ['/inbound-mails'] });
    void client.invalidateQueries({ queryKey: ['/inbound-mail-days'] });
  };
  const release = useMutation({
    mutationFn: (it: Inbound) => put(`/inbound-mails/${it.id}/release`, {}, it.version),
    onSuccess: () => {
      record({ label: t('quarantine-released') });
      settle();
    },
  });
  const reject = useMutation({
    mutationFn: (it: Inbound) => put(`/inbound-mails/${it.id}/rejection`, {}, it.version),
    onSuccess: () => {
      record({ label: t('quarantine-rejected') });
      settle();
    },
  });
  const day = days.data?.items[0];
  const error = release.error ?? reject.error ?? mails.error;
  return (
    <SettingsPage title={<PageHeading>{t('settings-quarantine')}</PageHeading>} why={t('quarantine-why')}>
      {day && (
        <p className={`${styles.balance} tabular`}>
          {t('quarantine-balance', {
            day: f.day(`${day.day}T12:00:00Z`, 'UTC'),
            received_count: day.received,
            new_case_count: day.new_case,
            follow_up_count: day.follow_up,
            rejected_count: day.rejected,
            received: f.number(day.received),
            new_case: f.number(day.new_case),
            follow_up: f.number(day.follow_up),
            quarantine: f.number(day.quarantine),
            rejected: f.number(day.rejected),
          })}
          {!day.reconciles && <strong>{t('quarantine-open')}</strong>}
        </p>
      )}
      <SegmentedControl
        aria-label={t('quarantine-outcome')}
        value={outcome}
        data={OUTCOMES.map((it) => ({ value: it, label: t('quarantine-outcome-name', { outcome: it }) }))}
        onChange={(it) => setOutcome(it as Outcome)}
      />
      {error ? <Failure error={error} onRetry={mails.retry} /> : null}
      {mails.isPending && <Loading />}
      {mails.rows?.length === 0 && <Empty text={outcome === 'quarantine' ? t('quarantine-empty') : t('quarantine-none')} arcs="done" />}
      {mails.rows && mails.rows.length > 0 && (
        <DataTable
          label={t('settings-quarantine')}
          rows={mails.rows}
          idOf={(it) => it.id}
          onMore={mails.more}
          isBusy={mails.isFetchingNextPage}
          columns={[
            { head: t('quarantine-from'), cell: (it) => it.from_address ?? t('quarantine-no-sender') },
            { head: t('quarantine-subject'), cell: (it) => it.subject ?? '' },
            { head: t('audit-at'), cell: (it) => <Time at={it.received_at} /> },
            {
              head: t('quarantine-cause'),
              cell: (it) => (
                <details>
                  <summary>{it.cause ? t('quarantine-cause-name', { cause: it.cause }) : t('quarantine-outcome-name', { outcome: it.outcome })}</summary>
                  <ol className={styles.trace}>
                    {it.trace.map((line, at) => (
                      <li key={at}>
                        {t('quarantine-stage', { stage: line.stage, found: line.found })}
                      </li>
                    ))}
                  </ol>
                  <a href={address(`/inbound-mails/${it.id}/content`)} download={`${it.id}.eml`}>
                    {t('quarantine-raw', { size: f.size(it.size_bytes) })}
                  </a>
                </details>
              ),
            },
            {
              head: t('survey-act'),
              cell: (it) =>
                it.outcome === 'quarantine' ? (
                  <>
                    <Button onClick={() => release.mutate(it)} loading={release.isPending && release.variables?.id === it.id}>
                      {t('quarantine-release')}
                    </Button>{' '}
                    <Button onClick={() => reject.mutate(it)} loading={reject.isPending && reject.variables?.id === it.id}>
                      {t('quarantine-reject')}
                    </Button>
                  </>
                ) : it.case_id ? (
                  <Link to="/cases/$id" params={{ id: it.case_id }}>
                    {t('timeline-case')}
                  </Link>
                ) : (
                  ''
                ),
            },
          ]}
        />
      )}
    </SettingsPage>
  );
}
