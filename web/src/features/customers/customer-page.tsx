import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { get, type Page } from '@/api/http';
import { useLive } from '@/api/use-live';
import { useMay } from '@/api/session';
import type { CaseRow } from '@/api/types';
import { useKeys } from '@/shell/keys';
import { PageHeading, useTitle } from '@/shell/page';
import { OnceRead } from '@/shell/route-states';
import { DeadlineChip } from '@/ui/deadline-chip';
import { Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './customers.module.css';
import { Golden } from './golden';
import { Timeline } from './timeline';
import type { SurveyResponse, WholePerson } from './types';

export interface CustomerSearch {
  channel?: string;
  year?: number;
  tab?: 'card' | 'feed';
}

function Cases({ id }: { id: string }) {
  const t = useWords();
  const cases = useQuery({ queryKey: ['customer-cases', id], queryFn: () => get<Page<CaseRow>>('/cases', { view: 'all', person_id: id, limit: 20 }) });
  return (
    <section className={styles.part} aria-labelledby="person-cases">
      <h2 id="person-cases">{t('person-cases')}</h2>
      {cases.error ? <Failure error={cases.error} onRetry={() => void cases.refetch()} /> : null}
      {cases.isPending && <Loading rows={2} />}
      {cases.data?.items.length === 0 && <p className="muted">{t('person-no-case')}</p>}
      <ul className={styles.points}>
        {cases.data?.items.map((it) => (
          <li key={it.id} className={styles.about}>
            <Link to="/cases/$id" params={{ id: it.id }}>
              {it.subject}
            </Link>
            {it.state === 'closed' ? (
              <span className="meta">{t('person-case-closed')}</span>
            ) : it.due ? (
              <DeadlineChip deadline={{ metric: it.due.metric, outcome: 'running', due_at: it.due.at }} />
            ) : it.state === 'waiting' ? (
              <DeadlineChip deadline={{ metric: 'resolution', outcome: 'paused', due_at: null }} />
            ) : (
              <span className="meta">{t('deadline-none')}</span>
            )}
            <span className="meta">{it.owner_name ?? it.team_name ?? t('ui-nobody')}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The scores and words they gave, newest first: read before answering. */
function Scores({ id }: { id: string }) {
  const t = useWords();
  const responses = useQuery({ queryKey: ['person-responses', id], queryFn: () => get<Page<SurveyResponse>>('/responses', { person_id: id, limit: 10 }), retry: false });
  if (responses.isPending || responses.error) {
    return null;
  }
  return (
    <section className={styles.part} aria-labelledby="person-scores">
      <h2 id="person-scores">{t('person-scores')}</h2>
      {responses.data.items.length === 0 && <p className="muted">{t('person-no-score')}</p>}
      <ul className={styles.scores}>
        {responses.data.items.map((it) => {
          const words = it.answers.find((answer) => answer.kind === 'text')?.answer;
          const text = typeof words === 'object' && words !== null ? Object.values(words).find((value) => typeof value === 'string') : words;
          return (
            <li key={it.id} className={styles.score}>
              <span>
                <strong>
                  {[it.nps !== null && t('person-nps', { score: it.nps }), it.csat !== null && t('person-csat', { score: it.csat }), it.ces !== null && t('person-ces', { score: it.ces })]
                    .filter(Boolean)
                    .join(' · ')}
                </strong>{' '}
                <span className="meta">
                  <Time at={it.saved_at} mode="short" /> · {it.survey_name}
                  {it.is_complete ? '' : ` · ${t('person-partial')}`}
                </span>
              </span>
              {typeof text === 'string' && text !== '' && <blockquote className="customer-words">{t('ui-quote', { words: text })}</blockquote>}
              {it.wants_callback && <span>{t('person-wants-callback')}</span>}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

export function CustomerPage() {
  const { id } = useParams({ strict: false }) as { id: string };
  // Another person is another page: nothing typed or opened for one is carried to the next.
  return <CustomerOf key={id} id={id} />;
}

function CustomerOf({ id }: { id: string }) {
  const t = useWords();
  const navigate = useNavigate();
  const client = useQueryClient();
  const search = useSearch({ strict: false }) as CustomerSearch;
  const mayWrite = useMay('cases_write');
  const mayReadCases = useMay('cases_read');
  const [tab, setTab] = useState<'card' | 'feed'>(search.tab ?? 'feed');
  const person = useQuery({ queryKey: ['person', id], queryFn: () => get<WholePerson>(`/persons/${id}`) });
  useTitle(person.data ? `${person.data.display_name} · ${t('place-customers')}` : t('place-customers'));

  // An id that was joined to another answers with that one: the address follows.
  const found = person.data?.id;
  useEffect(() => {
    if (found && found !== id) {
      void navigate({ to: '/customers/$id', params: { id: found }, replace: true });
    }
  }, [found, id, navigate]);
  useLive(['person_changed'], (event) => {
    if (event.data['person_id'] === id) {
      void client.invalidateQueries({ queryKey: ['person', id] });
    }
  });
  const logCall = () => void navigate({ to: '/cases/new', search: { person: id } });
  useKeys(mayWrite ? { 'customer-call': logCall } : {});

  const draw = (it: WholePerson) => (
    <div className={styles.whole}>
      <header className={styles.head}>
        <PageHeading>{it.display_name}</PageHeading>
        <span className="meta">
          {t('person-since')} <Time at={it.created_at} mode="day" />
        </span>
        {mayWrite && (
          <Button variant="filled" onClick={logCall} aria-keyshortcuts="L">
            {t('person-new-case')}
          </Button>
        )}
      </header>
      <div className={styles.tabs} role="tablist" aria-label={it.display_name}>
        {(['feed', 'card'] as const).map((name) => (
          <button key={name} type="button" role="tab" aria-selected={tab === name} onClick={() => setTab(name)}>
            {name === 'feed' ? t('person-tab-feed') : t('person-tab-card')}
          </button>
        ))}
      </div>
      <div className={styles.card} data-open={tab === 'card'} id="customer">
        <Golden person={it} />
        {mayReadCases && <Cases id={it.id} />}
        <Scores id={it.id} />
      </div>
      <div className={styles.feed} data-open={tab === 'feed'}>
        <Timeline id={it.id} name={it.display_name} channel={search.channel} year={search.year} />
      </div>
    </div>
  );
  return (
    <OnceRead of={[person]} rows={10}>
      {draw}
    </OnceRead>
  );
}

