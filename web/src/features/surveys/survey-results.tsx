import '@/styles/serif.css';

import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';

import { get } from '@/api/http';
import { useMay } from '@/api/session';
import { useLive } from '@/api/use-live';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { PageHeading, useTitle } from '@/shell/page';
import { PageFailure, PageLoading } from '@/shell/route-states';
import { BarsChart } from '@/ui/charts/bars';
import { Estimate } from '@/ui/estimate';
import { Empty, Failure } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import { InviteDialog } from './invite';
import styles from './surveys.module.css';
import type { QuestionResults, Results, Survey } from './types';

/** What came back: figures with their intervals, each score counted, and never "not asked" for "not answered". */
export function SurveyResults() {
  const t = useWords();
  const f = useFormats();
  const { id } = useParams({ strict: false }) as { id: string };
  const [fresh, setFresh] = useState(0);
  const [isInviting, setInviting] = useState(false);
  const mayWrite = useMay('surveys_write');
  const survey = useQuery({ queryKey: ['survey', id], queryFn: () => get<Survey>(`/surveys/${id}`) });
  const results = useQuery({ queryKey: ['survey-results', id], queryFn: () => get<Results>(`/surveys/${id}/results`), staleTime: Infinity });
  useTitle(survey.data ? `${survey.data.name} · ${t('place-surveys')}` : t('place-surveys'));
  useLive(['response_received'], (event) => event.data['survey_id'] === id && setFresh((it) => it + 1));
  const show = () => {
    setFresh(0);
    void results.refetch();
  };
  useKeys(fresh > 0 ? { 'show-new': show } : {});
  const error = survey.error ?? results.error;
  if (error && !(survey.data && results.data)) {
    return <PageFailure error={error} onRetry={() => void results.refetch()} />;
  }
  if (!survey.data || !results.data) {
    return <PageLoading rows={8} />;
  }
  const it = results.data;
  const refused = Object.values(it.invitations.refused).reduce((sum, n) => sum + n, 0);
  return (
    <div className="page">
      <PageHeading>{survey.data.name}</PageHeading>
      {error ? <Failure error={error} onRetry={() => void results.refetch()} /> : null}
      <p className="muted">
        {t('results-head', { version: it.version_number, count: it.complete + it.partial, responses: f.number(it.complete + it.partial), invited: it.invitations.sent, sent: f.number(it.invitations.sent) })} ·{' '}
        <Link to="/surveys/$id/edit" params={{ id }}>
          {mayWrite ? t('survey-edit') : t('survey-see')}
        </Link>
      </p>
      {mayWrite && survey.data.version_published > 0 && survey.data.is_active && (
        <div>
          <Button onClick={() => setInviting(true)}>{t('invite-open')}</Button>
        </div>
      )}
      {isInviting && <InviteDialog survey={survey.data} onClose={() => setInviting(false)} />}
      <div style={{ minBlockSize: '32px' }} role="status">
        {fresh > 0 && (
          <button type="button" onClick={show} style={{ color: 'var(--us-ink)', fontWeight: 600, minBlockSize: '24px' }}>
            {t('timeline-new', { count: fresh })}
          </button>
        )}
      </div>
      {it.complete + it.partial === 0 ? (
        <Empty text={it.invitations.sent === 0 ? t('results-none-sent') : t('results-none')} />
      ) : (
        <div className={styles.results}>
          <div className={styles.result}>
            <h2>{t('results-invitations')}</h2>
            <Estimate name={t('results-rate')} estimate={it.response_rate} definition={it.response_rate_definition} of="invitations" />
            <Parts
              parts={[
                { part: 'answered', count: it.invitations.answered, text: t('results-complete', { count: it.invitations.answered, shown: f.number(it.invitations.answered) }) },
                { part: 'started', count: it.invitations.started, text: t('results-partial', { count: it.invitations.started, shown: f.number(it.invitations.started) }) },
                { part: 'waiting', count: it.invitations.waiting, text: t('results-waiting', { count: it.invitations.waiting, shown: f.number(it.invitations.waiting) }) },
                { part: 'expired', count: it.invitations.expired, text: t('results-expired', { count: f.number(it.invitations.expired) }) },
              ]}
            />
            {it.invitations.scheduled + refused > 0 && (
              <p className={styles.counts}>
                {it.invitations.scheduled > 0 && <span>{t('results-scheduled', { count: f.number(it.invitations.scheduled) })}</span>}
                {refused > 0 && <span>{t('results-refused', { count: refused, shown: f.number(refused) })}</span>}
              </p>
            )}
          </div>
          {it.questions.map((question) => (
            <QuestionBlock key={question.question} it={question} />
          ))}
          {it.words.length > 0 && (
            <section aria-labelledby="results-words">
              <h2 id="results-words">{t('results-words')}</h2>
              <ul className={styles.words}>
                {it.words.map((words) => (
                  <li key={`${words.response_id}.${words.question}`}>
                    <blockquote className="customer-words">{t('ui-quote', { words: words.text })}</blockquote>
                    <span className="meta">
                      <Time at={words.at} />
                    </span>
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </div>
  );
}

/** What a whole is made of: one bar cut in parts, each named with its count. */
function Parts({ parts }: { parts: readonly { part: string; count: number; text: string }[] }) {
  const shown = parts.filter((it) => it.count > 0);
  return (
    <div className={styles.made}>
      <div className={styles.parts} aria-hidden="true">
        {shown.map((it) => (
          <span key={it.part} data-part={it.part} style={{ flexGrow: it.count }} />
        ))}
      </div>
      <ul className={styles.counts}>
        {shown.map((it) => (
          <li key={it.part} data-part={it.part}>
            {it.text}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Of whom the NPS is made: 0 to 6 worse, 7 and 8 neither, 9 and 10 better. */
const NPS_PARTS = [
  { part: 'worse', from: 0, to: 6 },
  { part: 'plain', from: 7, to: 8 },
  { part: 'better', from: 9, to: 10 },
] as const;
const npsPart = (score: number) => NPS_PARTS.find((it) => score >= it.from && score <= it.to)?.part ?? 'plain';

function QuestionBlock({ it }: { it: QuestionResults }) {
  const t = useWords();
  const f = useFormats();
  const isNps = it.kind === 'nps';
  const groups = NPS_PARTS.map(({ part }) => ({ part, count: it.distribution.reduce((sum, [score, n]) => sum + (npsPart(Number(score)) === part ? n : 0), 0) }));
  return (
    <section className={styles.result}>
      <h2>{it.text}</h2>
      <div>
        {it.estimate && <Estimate name={t('survey-kind', { kind: it.kind })} estimate={it.estimate} definition={it.definition} />}
        <p className={styles.counts}>
          {!it.estimate && <span>{t('results-answered', { count: it.answered, shown: f.number(it.answered) })}</span>}
          {it.declined > 0 && <span>{t('results-declined', { count: f.number(it.declined) })}</span>}
          {it.not_answered > 0 && <span>{t('results-not-answered', { count: f.number(it.not_answered) })}</span>}
          {it.not_asked > 0 && <span>{t('results-not-asked', { count: it.not_asked, shown: f.number(it.not_asked) })}</span>}
          {it.incomplete > 0 && <span>{t('results-incomplete', { count: it.incomplete, shown: f.number(it.incomplete) })}</span>}
        </p>
      </div>
      {it.distribution.length > 0 && (
        <div className={styles.given}>
          {isNps && <Parts parts={groups.map((one) => ({ ...one, text: t('results-nps-part', { part: one.part, count: one.count, shown: f.number(one.count) }) }))} />}
          <BarsChart
            heading={<h3>{t('results-distribution')}</h3>}
            caption={t('results-caption', { count: it.answered, shown: f.number(it.answered) })}
            head={t('results-score')}
            file={it.text}
            definition={it.definition ?? undefined}
            points={it.distribution.map(([label, count]) => ({ label: label === 'yes' || label === 'no' ? t('indicator-hit', { hit: label }) : label, count, ...(isNps ? { tone: npsPart(Number(label)) } : {}) }))}
          />
        </div>
      )}
    </section>
  );
}
