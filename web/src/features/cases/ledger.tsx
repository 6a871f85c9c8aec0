import { useQuery } from '@tanstack/react-query';
import { Fragment } from 'react';

import type { Case, Clock, LedgerSegment } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { DeadlineChip } from '@/ui/deadline-chip';
import { Dialog } from '@/ui/dialog';
import { Empty, Failure, Loading } from '@/ui/states';
import { useWords } from '@/words';

import { clocksQuery } from './calls';
import styles from './case.module.css';

function useReason() {
  const t = useWords();
  return ({ reason }: LedgerSegment): string => {
    switch (reason.kind) {
      case 'holiday':
        return t('ledger-holiday', { holiday: reason.holiday });
      case 'special_day':
        return t('ledger-special', { name: reason.name });
      case 'pause':
        return t('deadline-paused-cause', { cause: reason.cause });
      default:
        return t('ledger-reason', { kind: reason.kind });
    }
  };
}

const length = (it: LedgerSegment) => new Date(it.to).getTime() - new Date(it.from).getTime();

/** The same stretches as one line of time: full where it counts, a thread where it does not, hollow where it is still to come. */
function LedgerLine({ segments, zone }: { segments: readonly LedgerSegment[]; zone: string }) {
  const t = useWords();
  const f = useFormats();
  const now = new Date();
  const [first, last] = [segments[0], segments.at(-1)];
  if (!first || !last || first === last) {
    return null;
  }
  const present = segments.findIndex((it) => it.is_planned);
  return (
    <div className={styles.line} aria-hidden="true">
      <div className={styles.stretches}>
        {segments.map((it, at) => (
          <Fragment key={it.from}>
            {at === present && at > 0 && <span className={styles.now} title={t('ledger-now')} />}
            <span data-kind={it.reason.kind === 'counted' || it.reason.kind === 'pause' ? it.reason.kind : 'closed'} data-planned={it.is_planned} data-late={it.is_late} style={{ flexGrow: length(it) }} />
          </Fragment>
        ))}
      </div>
      <div className={styles.ends}>
        <span>{f.instantShort(first.from, now, zone)}</span>
        <span>{f.instantShort(last.to, now, zone)}</span>
      </div>
    </div>
  );
}

/** The answer to « Pourquoi 14:07 ? »: each stretch, whether it counts, why, and the sum. */
function LedgerTable({ clock }: { clock: Clock }) {
  const it = clock.ledger;
  const t = useWords();
  const f = useFormats();
  const reasonOf = useReason();
  const now = new Date();
  return (
    <table className="table">
      <caption>
        <h3>
          {it.due_at ? t('ledger-why', { time: f.instantShort(it.due_at, now, clock.time_zone) }) : t('ledger-no-due')} · {t('deadline-metric', { metric: it.metric })}{' '}
          <DeadlineChip deadline={{ metric: it.metric, outcome: it.outcome, due_at: it.due_at ?? null }} zone={clock.time_zone} />
        </h3>
        <p className="muted">
          {t('ledger-promise', { name: clock.promise_name, version: clock.promise_version })}{' '}
          {t('ledger-target', { target: f.hours(it.target_seconds), counting: it.counting })} · {clock.time_zone}
        </p>
        <LedgerLine segments={it.segments} zone={clock.time_zone} />
      </caption>
      <thead>
        <tr>
          <th scope="col">{t('ledger-from')}</th>
          <th scope="col">{t('ledger-to')}</th>
          <th scope="col">{t('ledger-because')}</th>
          <th scope="col" className="number">
            {t('ledger-counted')}
          </th>
          <th scope="col" className="number">
            {t('ledger-sum')}
          </th>
        </tr>
      </thead>
      <tbody>
        {it.segments.map((one) => (
          <tr key={one.from} data-counted={one.reason.kind === 'counted'} data-planned={one.is_planned}>
            <td>
              <time dateTime={one.from}>{f.instantShort(one.from, now, clock.time_zone)}</time>
            </td>
            <td>
              <time dateTime={one.to}>{f.instantShort(one.to, now, clock.time_zone)}</time>
            </td>
            <td>
              {reasonOf(one)}
              {one.is_late ? ` · ${t('ledger-late')}` : one.is_planned ? ` · ${t('ledger-planned')}` : ''}
            </td>
            <td className="number">{one.counted_micros > 0 ? `+ ${f.hours(one.counted_micros / 1e6)}` : '0'}</td>
            <td className="number">{f.hours(one.sum_micros / 1e6)}</td>
          </tr>
        ))}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row" colSpan={3}>
            {it.remaining_micros >= 0 ? t('ledger-remaining') : t('ledger-over')}
          </th>
          <td className="number" colSpan={2}>
            {f.hours(Math.abs(it.remaining_micros) / 1e6)}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

export function LedgerDialog({ it, onClose }: { it: Case; onClose: () => void }) {
  const t = useWords();
  const clocks = useQuery(clocksQuery(it.id));
  return (
    <Dialog onClose={onClose} title={t('ledger-title')} size="xl">
      {clocks.isPending && <Loading rows={6} />}
      {clocks.error && <Failure error={clocks.error} onRetry={() => void clocks.refetch()} />}
      {clocks.data?.items.length === 0 && <Empty text={t('ledger-none')} />}
      <div className={styles.ledgers} tabIndex={0} role="region" aria-label={t('ledger-title')} style={{ overflowX: 'auto' }}>
        {clocks.data?.items.map((one) => (
          <LedgerTable key={one.id} clock={one} />
        ))}
      </div>
    </Dialog>
  );
}
