import { useInfiniteQuery, useQuery, useQueryClient } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { Link, useNavigate } from '@tanstack/react-router';
import { useEffect, useMemo, useRef, useState } from 'react';

import { get, type Page } from '@/api/http';
import { mayReadOn } from '@/api/list';
import { useLive } from '@/api/use-live';
import type { Interaction } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { ChannelMark } from '@/ui/channel';
import { Scores, voiceOf } from '@/ui/messages';
import { usePrinting } from '@/ui/printing';
import { Empty, Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './customers.module.css';
import type { Counts } from './types';

/**
 * Everything that was ever said, newest first. Twenty thousand contacts are twenty thousand rows of which a screenful is
 * drawn; a new one waits behind a line until it is asked for.
 */
export function Timeline({ id, name, channel, year }: { id: string; name: string; channel: string | undefined; year: number | undefined }) {
  const t = useWords();
  const f = useFormats();
  const navigate = useNavigate();
  const client = useQueryClient();
  const scroller = useRef<HTMLDivElement>(null);
  const [fresh, setFresh] = useState(0);
  const range = year === undefined ? {} : { from: `${year}-01-01T00:00:00Z`, to: `${year + 1}-01-01T00:00:00Z` };
  const key = ['timeline', id, channel ?? '', year ?? ''];
  const counts = useQuery({ queryKey: ['timeline-counts', id], queryFn: () => get<Counts>('/interaction-counts', { person_id: id }) });
  const pages = useInfiniteQuery({
    queryKey: key,
    queryFn: ({ pageParam, signal }) => get<Page<Interaction>>('/interactions', { person_id: id, channel, ...range, after: pageParam, limit: 100 }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (last) => last.next,
  });
  const rows = useMemo(() => pages.data?.pages.flatMap((it) => it.items) ?? [], [pages.data]);

  useLive(['interaction_recorded'], (event) => {
    if (event.data['person_id'] === id) {
      setFresh((it) => it + 1);
    }
  });
  const showNew = () => {
    setFresh(0);
    void client.invalidateQueries({ queryKey: ['timeline', id] });
    void client.invalidateQueries({ queryKey: ['timeline-counts', id] });
  };
  useKeys(fresh > 0 ? { 'show-new': showNew } : {});

  const isPrinting = usePrinting();
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => 56,
    overscan: isPrinting ? rows.length : 10,
    getItemKey: (at) => rows[at]?.id ?? at,
  });
  const items = virtual.getVirtualItems();
  const last = items.at(-1)?.index ?? 0;
  const { isFetchingNextPage, fetchNextPage } = pages;
  const readsOn = mayReadOn(pages);
  useEffect(() => {
    if (!isPrinting && readsOn && last >= rows.length - 30) {
      void fetchNextPage();
    }
  }, [isPrinting, last, rows.length, readsOn, fetchNextPage]);

  const byChannel = useMemo(() => sum(counts.data, (it) => it.channel), [counts.data]);
  const byYear = useMemo(() => [...sum(counts.data, (it) => it.year)].sort((a, b) => Number(a[0]) - Number(b[0])), [counts.data]);
  const most = Math.max(1, ...byYear.map(([, n]) => n));
  const filter = (next: { channel?: string | undefined; year?: number | undefined }) => {
    const wanted = { channel, year, ...next };
    const search = Object.fromEntries(Object.entries(wanted).filter(([, value]) => value !== undefined));
    void navigate({ to: '/customers/$id', params: { id }, search });
  };

  return (
    <>
      <div className={styles.tools} role="group" aria-label={t('timeline-filter')}>
        <h2 className="visually-hidden">{t('timeline-title', { name })}</h2>
        <button type="button" className={styles.filter} aria-pressed={channel === undefined} onClick={() => filter({ channel: undefined })}>
          {t('timeline-all')} <span className="tabular meta">{f.number(counts.data?.total ?? 0)}</span>
        </button>
        {[...byChannel].map(([name, n]) => (
          <button key={name} type="button" className={styles.filter} aria-pressed={channel === name} onClick={() => filter({ channel: name })}>
            <ChannelMark channel={name} /> <span className="tabular meta">{f.number(n)}</span>
          </button>
        ))}
        {byYear.length > 1 && (
          <div className={styles.years} role="group" aria-label={t('timeline-years')}>
            {byYear.map(([at, n]) => (
              <button
                key={at}
                type="button"
                className={styles.year}
                aria-pressed={year === at}
                aria-label={t('timeline-year', { year: String(at), count: n })}
                onClick={() => filter({ year: year === at ? undefined : Number(at) })}
              >
                <span className={styles.bar} style={{ blockSize: `${Math.max(2, Math.round((n / most) * 14))}px` }} aria-hidden="true" />
                <span className="tabular">{at}</span>
              </button>
            ))}
          </div>
        )}
      </div>
      <div className={styles.list} ref={scroller} id="list" tabIndex={0} role="region" aria-label={t('timeline-title', { name })}>
        <div className={styles.new} aria-live="polite">
          {fresh > 0 && (
            <button type="button" onClick={showNew} aria-keyshortcuts="U">
              {t('timeline-new', { count: fresh })}
            </button>
          )}
        </div>
        {pages.error ? <Failure error={pages.error} onRetry={() => void (pages.isFetchNextPageError ? fetchNextPage() : pages.refetch())} /> : null}
        {pages.isPending && <Loading rows={8} />}
        {pages.isSuccess && rows.length === 0 && <Empty text={channel || year ? t('timeline-none') : t('timeline-empty')} />}
        <div className={styles.rows} role={rows.length > 0 ? 'feed' : undefined} aria-busy={isFetchingNextPage} style={{ blockSize: `${virtual.getTotalSize()}px` }}>
          {items.map((item) => {
            const it = rows[item.index];
            return it ? (
              <article
                key={it.id}
                ref={virtual.measureElement}
                data-index={item.index}
                data-voice={voiceOf(it)}
                className={styles.item}
                aria-posinset={item.index + 1}
                aria-setsize={counts.data ? countOf(counts.data, channel, year) : -1}
                aria-label={`${t('timeline-what', { kind: it.kind, direction: it.direction })}, ${f.instant(it.at)}`}
                style={{ transform: `translateY(${item.start}px)` }}
              >
                <Time at={it.at} mode="short" />
                <ChannelMark channel={it.channel} isBare />
                <Contact it={it} />
                <span className="meta">{it.case_id && !it.is_hidden && <Link to="/cases/$id" params={{ id: it.case_id }}>{t('timeline-case')}</Link>}</span>
              </article>
            ) : null;
          })}
        </div>
      </div>
    </>
  );
}

function Contact({ it }: { it: Interaction }) {
  const t = useWords();
  const f = useFormats();
  const voice = voiceOf(it);
  const isQuote = voice === 'customer';
  if (it.is_hidden) {
    return <span className={`${styles.words} muted`}>{t('timeline-hidden')}</span>;
  }
  return (
    <div className={styles.words} lang={it.language ?? undefined} dir="auto">
      <div className="one-line">
        <strong>{voice === 'customer' ? t('timeline-customer') : voice === 'us' ? (it.author_name ? t('timeline-us', { name: it.author_name }) : t('timeline-us-alone')) : t('timeline-note', { name: it.author_name ?? '' })}</strong>
        {it.kind === 'call' && it.duration_seconds !== null ? ` · ${t('message-call', { duration: f.duration(it.duration_seconds) })}` : ''}
        {it.kind === 'answer' ? ` · ${t('message-answer')}` : ''}
        {it.kind === 'invitation' ? ` · ${t('message-invitation')}` : ''}
        {it.subject ? ` · ${it.subject}` : ''}
      </div>
      {it.kind === 'answer' && <Scores of={it.meta} />}
      {voice === 'us' && it.state === 'failed' && it.state_reason?.text && <div className={styles.failed}>{it.state_reason.text}</div>}
      {it.excerpt && it.excerpt !== it.subject && (
        <div className={isQuote ? `customer-words ${styles.quote}` : styles.quote}>{isQuote ? t('timeline-quote', { words: it.excerpt }) : it.excerpt}</div>
      )}
    </div>
  );
}

/** How many there are within what is asked for. */
export const countOf = ({ items }: Counts, channel: string | undefined, year: number | undefined): number =>
  items.filter((it) => (channel === undefined || it.channel === channel) && (year === undefined || it.year === year)).reduce((total, it) => total + it.n, 0);

function sum<K>(counts: Counts | undefined, by: (it: Counts['items'][number]) => K): Map<K, number> {
  const total = new Map<K, number>();
  counts?.items.forEach((it) => total.set(by(it), (total.get(by(it)) ?? 0) + it.n));
  return total;
}
