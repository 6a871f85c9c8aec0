import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { get, type Page } from '@/api/http';
import { useMe } from '@/api/session';
import type { CaseRow } from '@/api/types';
import { DeadlineChip } from '@/ui/deadline-chip';
import { Empty, Failure } from '@/ui/states';
import { useWords } from '@/words';

import styles from './access.module.css';
import { mailboxesQuery } from './set-up-mailbox';
import { Actions, Refusal, type StepProps, useStep } from './set-up-step';

/** One writes as a customer would, by mail or by the contact form, and sees it become a case with its deadline. */
export function TrialStep({ onDone, onLater }: StepProps) {
  const t = useWords();
  const me = useMe();
  const step = useStep(onDone);
  const mailboxes = useQuery(mailboxesQuery);
  const cases = useQuery({ queryKey: ['setup', 'cases'], queryFn: () => get<Page<CaseRow>>('/cases', { sort: 'received', limit: 3 }), refetchInterval: 2000 });
  const address = mailboxes.data?.items.find((it) => it.is_active)?.address;
  const rows = cases.data?.items ?? [];
  const mail = `mailto:${address ?? ''}?subject=${encodeURIComponent(t('setup-trial-subject'))}&body=${encodeURIComponent(t('setup-trial-body', { name: me?.name ?? '' }))}`;
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate({ step_done: 'trial' });
      }}
    >
      <Refusal error={step.error} />
      <p>{address ? t('setup-trial-why', { address }) : t('setup-trial-form-why')}</p>
      <div className={styles.row}>
        {address && (
          <Button component="a" href={mail}>
            {t('setup-trial-mail', { address })}
          </Button>
        )}
        <Button component="a" href="/contact" target="_blank" rel="noopener">
          {t('setup-trial-contact')}
        </Button>
      </div>
      {cases.error ? <Failure error={cases.error} onRetry={() => void cases.refetch()} /> : null}
      <div role="status">
        {rows.length === 0 ? (
          <Empty text={t('setup-trial-waiting')} />
        ) : (
          <>
            <p>{t('setup-trial-arrived')}</p>
            <ul className={styles.list}>
              {rows.map((it) => (
                <li key={it.id}>
                  <Link to="/cases/$id" params={{ id: it.id }}>
                    {it.subject}
                  </Link>{' '}
                  · {it.person_name ?? t('inbox-unknown-person')} · {t('channel-name', { channel: it.channel })}{' '}
                  {it.due && <DeadlineChip deadline={{ metric: it.due.metric, outcome: 'running', due_at: it.due.at }} />}
                  {it.last && <blockquote className="customer-words">{it.last.text}</blockquote>}
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
      <Actions onLater={onLater} busy={step.isPending} last />
    </form>
  );
}
