import { Button } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { memo, useRef } from 'react';

import { useMay } from '@/api/session';
import type { CaseRow } from '@/api/types';
import { ariaKeys, Keys } from '@/shell/keys';
import { DeadlineChip } from '@/ui/deadline-chip';
import { MessageBlock } from '@/ui/messages';
import { Empty, Failure, Loading } from '@/ui/states';
import { useStick } from '@/ui/stick';
import { useWords } from '@/words';

import { type CaseFrom, deadlineOf, threadQuery } from './calls';
import styles from './inbox.module.css';

const SHOWN = 4;

/** The case beside the list: its last words and the acts that open it. It never takes the focus. */
export const Preview = memo(function Preview({ id, row, from }: { id: string | null; row: CaseRow | undefined; from: CaseFrom }) {
  const t = useWords();
  const mayWrite = useMay('cases_write');
  const thread = useInfiniteQuery({ ...threadQuery(id ?? ''), enabled: id !== null });
  const body = useRef<HTMLDivElement>(null);
  useStick(body, false, id);
  if (!id || !row) {
    return (
      <section className={styles.preview} aria-label={t('inbox-preview')}>
        <Empty text={t('inbox-preview-none')} />
      </section>
    );
  }
  const last = (thread.data?.pages[0]?.items ?? []).slice(0, SHOWN).toReversed();
  return (
    <section className={styles.preview} aria-label={t('inbox-preview')}>
      <div className={styles.previewHead}>
        <h2>
          {row.subject} · {row.person_name ?? t('inbox-unknown-person')}
        </h2>
        <div className={styles.facts}>
          <span>{row.owner_name ?? t('ui-nobody')}</span>
          <span>{t('case-state', { state: row.state })}</span>
          <DeadlineChip deadline={deadlineOf(row)} />
          <span>{t('channel-name', { channel: row.channel })}</span>
          {row.priority !== 'normal' && <span>{t('case-priority', { priority: row.priority })}</span>}
        </div>
      </div>
      <div ref={body} className={`${styles.previewBody} scroll`} tabIndex={0} role="region" aria-label={t('case-thread')}>
        <div className={styles.previewFlow}>
        {thread.isPending && <Loading rows={3} height="6rem" />}
        {thread.error && <Failure error={thread.error} onRetry={() => void thread.refetch()} />}
        {last.map((it) => (
          <MessageBlock key={it.id} it={it} customer={row.person_name} />
        ))}
        </div>
      </div>
      <div className={styles.previewFoot}>
        {mayWrite && (
          <>
            <Button renderRoot={(props) => <Link {...props} to="/cases/$id" params={{ id }} search={from} hash="reply" />} variant="filled" aria-keyshortcuts={ariaKeys('case-reply')} rightSection={<Keys act="case-reply" />}>
              {t('case-reply')}
            </Button>
            <Button renderRoot={(props) => <Link {...props} to="/cases/$id" params={{ id }} search={from} hash="note" />} aria-keyshortcuts={ariaKeys('case-note')} rightSection={<Keys act="case-note" />}>
              {t('case-note')}
            </Button>
          </>
        )}
        <Button renderRoot={(props) => <Link {...props} to="/cases/$id" params={{ id }} search={from} />} rightSection={<Keys act="list-open" />}>
          {t('case-open')}
        </Button>
      </div>
    </section>
  );
});
