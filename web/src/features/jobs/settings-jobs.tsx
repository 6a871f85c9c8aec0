import { Button, SegmentedControl } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';

import { get, post, put } from '@/api/http';
import { useList } from '@/api/list';
import type { components } from '@/api/schema';
import { useFormats } from '@/shell/formats';
import { PageHeading } from '@/shell/page';
import { record } from '@/shell/undo';
import { caseNumber } from '@/ui/case-number';
import { formStyles, SettingsPage } from '@/ui/form';
import { Empty, Failure, Loading } from '@/ui/states';
import { DataTable } from '@/ui/table';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

const STATES = ['set_aside', 'running', 'pending', 'done'] as const;
type State = (typeof STATES)[number];
type Job = components['schemas']['Job'];

export interface JobsSearch {
  state?: string;
}

/** What a task does, in words; its name in the program stays at hand for whoever writes to us about it. */
function Kind({ name }: { name: string }) {
  const t = useWords();
  return <span title={name}>{t('job-kind', { kind: name.replace(/^(event|periodic):/, '') })}</span>;
}

/** What the server does on its own; a job that failed too often is set aside here with its cause. */
export function JobList() {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as JobsSearch;
  const state: State = STATES.find((it) => it === search.state) ?? 'set_aside';
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
  const labelOf = (of: State) => (counts.data ? `${t('job-state-name', { state: of })} ${f.number(total(of))}` : t('job-state-name', { state: of }));
  const error = retry.error ?? jobs.error;
  const aside = total('set_aside');
  return (
    <SettingsPage
      title={<PageHeading>{t('settings-jobs')}</PageHeading>}
      why={t('job-why')}
      acts={aside > 0 ? <Button onClick={() => retry.mutate(null)}>{t('job-retry-all', { count: aside, shown: f.number(aside) })}</Button> : null}
    >
      <div className={formStyles.bar}>
        <SegmentedControl
          aria-label={t('job-state')}
          value={state}
          data={STATES.map((it) => ({ value: it, label: labelOf(it) }))}
          onChange={(it) => void navigate({ to: '/settings/jobs', search: it === 'set_aside' ? {} : { state: it } })}
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
            { head: t('job-name'), cell: (it) => <Kind name={it.name} /> },
            {
              head: t('job-case'),
              cell: (it) =>
                it.case_id ? (
                  <Link to="/cases/$id" params={{ id: it.case_id }} className={formStyles.nowrap}>
                    {caseNumber(it.case_id)}
                  </Link>
                ) : (
                  ''
                ),
            },
            { head: state === 'done' ? t('job-finished-at') : t('job-run-at'), cell: (it) => <Time at={(state === 'done' ? it.finished_at : null) ?? it.run_at} mode="full" /> },
            { head: t('job-tries'), cell: (it) => t('job-tries-of', { count: it.tries, max: it.tries_max }), isNumber: true },
            ...(state === 'done' ? [] : [{ head: t('job-error'), cell: (it: Job) => <span className={formStyles.secret}>{it.last_error ?? ''}</span> }]),
            ...(state === 'set_aside' ? [{ head: t('survey-act'), cell: (it: Job) => <Button onClick={() => retry.mutate(it)}>{t('job-retry')}</Button> }] : []),
          ]}
        />
      )}
    </SettingsPage>
  );
}
