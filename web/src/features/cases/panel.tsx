import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import type { Case, Interaction } from '@/api/types';
import { DeadlineChip } from '@/ui/deadline-chip';
import { Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import { deadlineOf, personCasesQuery, personQuery, personTimelineQuery } from './calls';
import styles from './case.module.css';
import { Participants } from './participants';

function Score({ it }: { it: Interaction }) {
  const t = useWords();
  const f = useFormats();
  const nps = it.meta?.['nps'];
  return (
    <div className={styles.quote}>
      <p>
        {typeof nps === 'number' && (
          <strong className="tabular" data-figure={JSON.stringify({ value: nps, n: 1, definition: 'answer' })}>
            {t('panel-score', { score: f.number(nps) })}
          </strong>
        )}{' '}
        <span className="meta">
          <Time at={it.at} mode="short" />
        </span>
      </p>
      {it.excerpt && (
        <p className="customer-words" lang={it.language ?? undefined} dir="auto">
          {it.excerpt}
        </p>
      )}
    </div>
  );
}

/** All that is known while one answers, so that nobody asks twice. */
export function CustomerPanel({ it }: { it: Case }) {
  const t = useWords();
  const id = it.person_id ?? '';
  const enabled = it.person_id !== null;
  const person = useQuery({ ...personQuery(id), enabled });
  const cases = useQuery({ ...personCasesQuery(id), enabled });
  const timeline = useQuery({ ...personTimelineQuery(id), enabled });
  const answers = timeline.data?.items.filter((one) => one.kind === 'answer' && (one.excerpt !== '' || typeof one.meta?.['nps'] === 'number')) ?? [];
  const others = cases.data?.items.filter((one) => one.id !== it.id && one.state !== 'closed') ?? [];
  return (
    <aside className={`${styles.panel} scroll`} id="customer" tabIndex={-1} aria-label={t('panel-title')}>
      {!it.person_id && (
        <section>
          <h2>{t('inbox-unknown-person')}</h2>
          <p className="muted">{t('panel-unknown')}</p>
        </section>
      )}
      {!it.person_id && <Participants it={it} />}
      {it.person_id && (
        <>
          <section>
            <h2>
              <Link to="/customers/$id" params={{ id }}>{it.person_name}</Link>
            </h2>
            {person.isPending && <Loading rows={3} height="20px" />}
            {person.error && <Failure error={person.error} onRetry={() => void person.refetch()} />}
            <ul className={styles.points}>
              {person.data?.contact_points.map((point) => (
                <li key={point.id}>
                  <span className="one-line">{point.shown}</span>
                  {point.verified_at && (
                    <span className="meta" title={t('panel-verified')}>
                      <IconCheck size={14} aria-hidden="true" />
                      <span className="visually-hidden">{t('panel-verified')}</span>
                    </span>
                  )}
                </li>
              ))}
              {person.data?.memberships.map((one) => (
                <li key={one.id}>
                  <Link to="/accounts/$id" params={{ id: one.account_id }} className="one-line">
                    {one.account_name}
                  </Link>
                  {one.job_title && <span className="meta one-line">{one.job_title}</span>}
                </li>
              ))}
            </ul>
          </section>
          <Participants it={it} />
          {answers.length > 0 && (
            <section>
              <h3>{t('panel-words')}</h3>
              {answers.slice(0, 2).map((one) => (
                <Score key={one.id} it={one} />
              ))}
            </section>
          )}
          <section>
            <h3>{t('panel-cases', { count: others.length })}</h3>
            <ul className={styles.lines}>
              {others.map((one) => (
                <li key={one.id}>
                  <Link to="/cases/$id" params={{ id: one.id }} className="one-line">
                    {one.subject}
                  </Link>
                  <DeadlineChip deadline={deadlineOf(one)} />
                </li>
              ))}
            </ul>
          </section>
          <section>
            <h3>{t('panel-timeline')}</h3>
            {timeline.isPending && <Loading rows={4} height="20px" />}
            {timeline.error && <Failure error={timeline.error} onRetry={() => void timeline.refetch()} />}
            <ul className={styles.lines}>
              {timeline.data?.items.slice(0, 8).map((one) => (
                <li key={one.id}>
                  <span className="meta">
                    <Time at={one.at} mode="short" />
                  </span>
                  <span className="meta">{t('channel-name', { channel: one.channel })}</span>
                  <span className="one-line">{one.subject || one.excerpt || (one.kind === 'answer' ? t('message-answer') : one.kind === 'invitation' ? t('message-invitation') : '')}</span>
                </li>
              ))}
            </ul>
            <p>
              <Link to="/customers/$id" params={{ id }}>{t('panel-all')}</Link>
            </p>
          </section>
        </>
      )}
    </aside>
  );
}
