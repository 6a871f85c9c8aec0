import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';
import { useLayoutEffect, useMemo, useRef, useState } from 'react';

import { put } from '@/api/http';
import { useMay } from '@/api/session';
import type { Case, Interaction } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { record } from '@/shell/undo';
import { MessageBlock } from '@/ui/messages';
import { Empty, Failure, Loading } from '@/ui/states';
import { useStick } from '@/ui/stick';
import { useWords } from '@/words';

import { threadQuery } from './calls';
import styles from './case.module.css';

const NEAR = 80;
/** Above this many, the middle is folded: the first says why, the last say where it stands. */
const WHOLE_MAX = 60;
const HEAD = 3;
const TAIL = 40;

/** Words whose sender is not proven are seen by staff and join the case only when somebody says so. */
function SenderDecision({ it }: { it: Interaction }) {
  const t = useWords();
  const client = useQueryClient();
  const mayWrite = useMay('cases_write');
  const decide = useMutation({
    mutationFn: (said: 'accept' | 'recognise' | 'refuse') =>
      put(`/interactions/${it.id}/sender-decision`, { is_accepted: said !== 'refuse', as_participant: said === 'recognise' }),
    onSuccess: (_, said) => {
      record({ label: said !== 'refuse' ? t('thread-sender-accepted') : t('thread-sender-refused') });
      void client.invalidateQueries({ queryKey: ['thread', it.case_id] });
      void client.invalidateQueries({ queryKey: ['case', it.case_id] });
      void client.invalidateQueries({ queryKey: ['inbox-views'] });
    },
  });
  return (
    <div className={styles.banner}>
      <span>{t('thread-unverified')}</span>
      {mayWrite && (
        <>
          <button type="button" className={styles.link} onClick={() => decide.mutate('accept')}>
            {t('thread-sender-accept')}
          </button>
          <button type="button" className={styles.link} onClick={() => decide.mutate('recognise')}>
            {t('thread-sender-accept-participant')}
          </button>
          <button type="button" className={styles.link} onClick={() => decide.mutate('refuse')}>
            {t('thread-sender-refuse')}
          </button>
        </>
      )}
      {decide.error && <Failure error={decide.error} />}
    </div>
  );
}

/**
 * The conversation, oldest first. A new message waits behind a pill unless one stands at the end and writes nothing:
 * the words under the eyes never move.
 */
export function Thread({ it, writing }: { it: Case; writing: boolean }) {
  const t = useWords();
  const f = useFormats();
  const thread = useInfiniteQuery(threadQuery(it.id));
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useStick(box, writing, it.id);
  const [unfolded, setUnfolded] = useState(false);
  const [seen, setSeen] = useState<string | null>(null);
  const items = useMemo(() => (thread.data?.pages ?? []).flatMap((page) => page.items).toReversed(), [thread.data]);
  const last = items.at(-1)?.id ?? null;
  const unseen = seen === null ? 0 : Math.max(0, items.length - 1 - items.findLastIndex((one) => one.id === seen));

  const toEnd = () => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
    setSeen(last);
  };
  // A link to one contact shows that one; it may lie folded among many.
  const hash = useRouterState({ select: (one) => one.location.hash });
  const wanted = items.find((one) => one.id === hash)?.id ?? null;
  useLayoutEffect(() => {
    if (wanted !== null) {
      setUnfolded(true);
      requestAnimationFrame(() => {
        const found = box.current?.querySelector<HTMLElement>(`[data-id="${CSS.escape(wanted)}"]`);
        found?.setAttribute('tabindex', '-1');
        found?.focus({ preventScroll: true });
        found?.scrollIntoView({ block: 'start' });
      });
    }
  }, [wanted]);
  useLayoutEffect(() => {
    if (wanted !== null && seen === null) {
      setSeen(last);
      return;
    }
    if (last !== null && (seen === null || (atEnd.current && !writing))) {
      toEnd();
    }
  }, [last]);
  useKeys({ 'show-new': toEnd }, { enabled: unseen > 0 });

  const folded = !unfolded && items.length > WHOLE_MAX;
  const hidden = folded ? items.length - HEAD - TAIL : 0;
  const shown = folded ? [...items.slice(0, HEAD), ...items.slice(-TAIL)] : items;

  return (
    <div className={styles.threadArea}>
      <div
        ref={box}
        className={`${styles.thread} scroll`}
        role={shown.length > 0 ? 'feed' : 'region'}
        aria-label={t('case-thread')}
        aria-busy={thread.isFetching}
        tabIndex={0}
        onScroll={(event) => {
          const el = event.currentTarget;
          if (el.scrollHeight - el.scrollTop - el.clientHeight < NEAR) {
            setSeen(last);
          }
        }}
      >
        <div className={styles.flow}>
        {thread.hasNextPage && (
          <article className={styles.folded}>
            <button type="button" className={styles.link} disabled={thread.isFetchingNextPage} onClick={() => void thread.fetchNextPage()}>
              {t('thread-earlier')}
            </button>
          </article>
        )}
        {thread.isPending && <Loading rows={4} height="6rem" />}
        {thread.error && <Failure error={thread.error} onRetry={() => void thread.refetch()} />}
        {thread.data && items.length === 0 && <Empty text={t('thread-empty')} />}
        {shown.map((one, at) => (
          <div key={one.id} style={{ display: 'contents' }}>
            {folded && at === HEAD && (
              // A feed holds articles: what stands for many is one.
              <article className={styles.folded}>
                <button type="button" className={styles.link} onClick={() => setUnfolded(true)}>
                  {t('thread-folded', { count: hidden, shown: f.number(hidden) })}
                </button>
              </article>
            )}
            <MessageBlock it={one} customer={it.person_name}>
              {one.state === 'unverified' && <SenderDecision it={one} />}
            </MessageBlock>
          </div>
        ))}
        </div>
      </div>
      {unseen > 0 && (
        <button type="button" className={styles.pill} onClick={toEnd} aria-keyshortcuts="U">
          {t('thread-new', { count: unseen })} (U)
        </button>
      )}
    </div>
  );
}
