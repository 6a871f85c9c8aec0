import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { get, post, put } from '@/api/http';
import { useList } from '@/api/list';
import type { components } from '@/api/schema';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { record } from '@/shell/undo';
import { formStyles, SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

const STATES = ['set_aside', 'running', 'pending', 'done'] as const;
type State = (typeof STATES)[number];
type Job = components['schemas']['Job'];

/** What the server does on its own; a job that failed too often is set aside here with its cause. */
export function JobList() {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const [state, setState] = useState<State>('set_aside');
  const counts = useQuery({ queryKey: ['/job-counts'], queryFn: () => get<components['schemas']['JobCountLine'][]>('/job-counts'), refetchInterval: 5_000 });
  const jobs = useList<Job>('/jobs', { state, limit: 100 });
  const refresh = () => {
    void client.invalidateQueries({ queryKey: ['/jobs'] });
    void client.invalidateQueries({ queryKey: ['/job-counts'] });
  };
  const retry = useMutation({
    mutationFn: (it: Job | null) => (it ? put(`/jobs/${it.id}/retry`) : post('/job-retries', {})),
    onSuccess: () => {
      record({ label: t('job-retried') });
      refresh();
    },
  });
  const total = (of: State) => counts.data?.filter((it) => it.state === of).reduce((sum, it) => sum + it.count, 0) ?? 0;
  // Work that is done is not counted: it is forgotten after a while.
  const labelOf = (of: State) => (of === 'done' ? t('job-state-name', { state: of }) : `${t('job-state-name', { state: of })} ${f.number(total(of))}`);
  const error = retry.error ?? jobs.error;
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-jobs')}</PageHeading>}
      why={t('job-why')}
      acts={total('set_aside') > 0 ? <Button onClick={() => retry.mutate(null)}>{t('job-retry-all', { count: total('set_aside') })}</Button> : null}
    >
      <div className={formStyles.bar}>
      <SegmentedControl
        aria-label={t('job-state')}
        value={state}
        data={STATES.map((it) => ({ value: it, label: labelOf(it) }))}
        onChange={(it) => setState(it as State)}
      />
      </div>
      {error ? <Failure error={error} onRetry={jobs.retry} /> : null}
      {jobs.isPending && <Loading />}
      {jobs.rows?.length === 0 && <Empty text={state === 'set_aside' ? t('job-none-aside') : t('job-none')} arcs="done" />}
      {jobs.rows && jobs.rows.length > 0 && (
        <DataTable
          label={t('settings-jobs')}
          rows={jobs.rows}
          idOf={(it) => it.id}
          onMore={jobs.more}
          isBusy={jobs.isFetchingNextPage}
          columns={[
            { head: t('job-name'), cell: (it) => <code>{it.name}</code> },
            { head: t('job-run-at'), cell: (it) => <Time at={it.run_at} mode="full" /> },
            { head: t('job-tries'), cell: (it) => `${it.tries} / ${it.tries_max}`, isNumber: true },
            { head: t('job-error'), cell: (it) => <span className={formStyles.secret}>{it.last_error ?? ''}</span> },
            { head: t('survey-act'), cell: (it) => (it.state === 'set_aside' ? <Button onClick={() => retry.mutate(it)}>{t('job-retry')}</Button> : '') },
          ]}
        />
      )}
    </SettingsPage>
  );
}
