import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';

import type { HistoryEntry } from '@/api/types';
import { Empty, Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import { historyQuery } from './calls';
import styles from './case.module.css';

function Detail({ it }: { it: HistoryEntry }) {
  const t = useWords();
  const { kind, changes, cause, metric } = it.detail;
  return (
    <span>
      {t('history-kind', { kind, cause: cause ?? '', metric: metric ? t('deadline-metric', { metric }) : '' })}
      {changes?.map((one) => (
        <span key={one.field} className="muted">
          {' '}
          {t('history-change', { field: t('history-field', { field: one.field }), from: one.from ?? '∅', to: one.to ?? '∅' })}
        </span>
      ))}
    </span>
  );
}

export function History({ id, from }: { id: string; from: string }) {
  const t = useWords();
  const history = useQuery(historyQuery(id));
  return (
    <section className={`${styles.threadArea} scroll`} aria-label={t('history-title')}>
      <div className={styles.history}>
        <p>
          <Link to="/cases/$id" params={{ id }} search={{ from }}>
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
              <strong>{it.actor_name ?? it.actor}</strong>
              <Detail it={it} />
            </li>
          ))}
        </ol>
      </div>
    </section>
  );
}
