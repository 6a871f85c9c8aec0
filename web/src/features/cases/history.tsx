import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import { staffQuery, teamsQuery } from '@/api/names';
import type { HistoryEntry } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { Empty, Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords, type Words } from '@/words';

import { type CaseFrom, caseQuery, historyQuery } from './calls';
import styles from './case.module.css';

function Detail({ it }: { it: HistoryEntry }) {
  const t = useWords();
  const f = useFormats();
  const staff = useQuery(staffQuery).data?.items ?? [];
  const teams = useQuery(teamsQuery).data?.items ?? [];
  const promise = it.detail.kind === 'promised' ? (it.promise_name ?? null) : null;
  const { kind, changes, cause, metric, until, address, part } = it.detail;
  const named = (value: string | null | undefined) => (value ? ([...staff, ...teams].find((one) => one.id === value)?.name ?? value) : '∅');
  return (
    <span>
      {t('history-kind', { kind, cause: cause ?? '', metric: metric ? t('deadline-metric', { metric }) : '' })}
      {promise && (
        <span className="muted">
          {' '}
          {t('history-promise', { name: promise, version: it.detail.version ?? 1 })}
        </span>
      )}
      {it.detail.kind === 'promised' && !promise && <span className="muted"> {t('history-no-promise')}</span>}
      {until && <span className="muted"> {t('history-until', { at: f.instant(until) })}</span>}
      {address && (
        <span className="muted">
          {' '}
          {address}
          {part ? ` (${t('participants-part', { part })})` : ''}
        </span>
      )}
      {changes?.map((one) => (
        <span key={one.field} className="muted">
          {' '}
          {t('history-change', { field: t('history-field', { field: one.field.replace(/_(id|key)$/, '') }), from: named(one.from), to: named(one.to) })}
        </span>
      ))}
    </span>
  );
}

/** Who: a person by name, the program by its own, whatever part of it acted. */
const actorOf = (it: HistoryEntry, customer: string | null | undefined, t: Words) =>
  it.actor_name ?? (it.detail.kind === 'received' ? (customer ?? t('inbox-unknown-person')) : it.actor.startsWith('system:') ? 'entente' : t('history-somebody', { kind: it.actor.split('_')[0] ?? '' }));

export function History({ id, from }: { id: string; from: CaseFrom }) {
  const t = useWords();
  const history = useQuery(historyQuery(id));
  const customer = useQuery(caseQuery(id)).data?.person_name;
  return (
    <section className={`${styles.threadArea} scroll`} aria-label={t('history-title')}>
      <div className={styles.history}>
        <p>
          <Link to="/cases/$id" params={{ id }} search={from}>
            {t('history-back')}
          </Link>
        </p>
        {history.isPending && <Loading rows={6} />}
        {history.error && <Failure error={history.error} onRetry={() => void history.refetch()} />}
        {history.data?.items.length === 0 && <Empty text={t('history-empty')} />}
        <ol>
          {history.data?.items.map((it) => (
            <li key={it.id}>
              <Time at={it.at} mode="short" />
              <strong>{actorOf(it, customer, t)}</strong>
              <Detail it={it} />
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
