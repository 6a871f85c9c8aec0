import { IconCheck } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { useMay } from '@/api/session';
import type { Case, Interaction } from '@/api/types';
import { DeadlineChip } from '@/ui/deadline-chip';
import { Scores } from '@/ui/messages';
import { phoneText } from '@/ui/phone';
import { Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords, type Words } from '@/words';

import { clocksQuery, deadlineOf, personCallbacksQuery, personCasesQuery, personQuery, personTimelineQuery } from './calls';
import styles from './case.module.css';
import { Participants } from './participants';

const SCORES = ['nps', 'csat', 'ces'] as const;
const hasWords = (it: Interaction) => it.kind === 'answer' && (it.excerpt !== '' || SCORES.some((name) => typeof it.meta?.[name] === 'number'));

/** What a contact was about, in a line; a call or a note without a subject says what it was. */
function aboutOf(it: Interaction, t: Words): string {
  return it.subject || it.excerpt || (it.kind === 'answer' && t('message-answer')) || (it.kind === 'invitation' && t('message-invitation')) || t('panel-contact', { channel: it.channel, direction: it.direction });
}

/** What this case was promised, and how each promise stands; the ledger says why. */
function Promises({ it }: { it: Case }) {
  const t = useWords();
  const clocks = useQuery(clocksQuery(it.id)).data?.items.filter((one) => one.ledger.outcome !== 'cancelled') ?? [];
  return clocks.length === 0 ? null : (
    <section>
      <h3>{t('panel-promises')}</h3>
      <ul className={styles.lines}>
        {clocks.map((one) => (
          <li key={one.id}>
            <span className="one-line">{t('deadline-metric', { metric: one.ledger.metric })}</span>
            <DeadlineChip deadline={{ metric: one.ledger.metric, outcome: one.ledger.outcome, due_at: one.ledger.due_at ?? null }} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The calls we owe this customer. */
function Callbacks({ id }: { id: string }) {
  const t = useWords();
  const may = useMay('callbacks_read');
  const owed = useQuery({ ...personCallbacksQuery(id), enabled: may }).data?.items ?? [];
  return owed.length === 0 ? null : (
    <section>
      <h3>{t('panel-callbacks')}</h3>
      <ul className={styles.lines}>
        {owed.map((one) => (
          <li key={one.id}>
            <Link to="/cases/$id" params={{ id: one.case_id }} className="one-line">
              {t('panel-callback', { reason: one.reason })}
            </Link>
            <DeadlineChip deadline={one.due_at ? { metric: 'resolution', outcome: 'running', due_at: one.due_at } : null} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Score({ it }: { it: Interaction }) {
  return (
    <div className={styles.quote}>
      <p>
        <Scores of={it.meta} />{' '}
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
  const answers = timeline.data?.items.filter(hasWords) ?? [];
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
                  <span className="one-line tabular">{point.kind === 'phone' ? phoneText(point.shown) : point.shown}</span>
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
          <Callbacks id={id} />
          <Promises it={it} />
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
                  {one.case_id ? (
                    <Link to="/cases/$id" params={{ id: one.case_id }} hash={one.id} className="one-line">
                      {aboutOf(one, t)}
                    </Link>
                  ) : (
                    <Link to="/customers/$id" params={{ id }} hash={one.id} className="one-line">
                      {aboutOf(one, t)}
                    </Link>
                  )}
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
