import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';

import { get, post, type Query, remove } from '@/api/http';
import type { CaseBatch, WaitingCause } from '@/api/types';
import { announce } from '@/shell/announce';
import { useFormats } from '@/shell/formats';
import { record } from '@/shell/undo';
import { Dialog } from '@/ui/dialog';
import { Failure } from '@/ui/states';
import { useWords } from '@/words';

import styles from './pickers.module.css';

/** What is done with all the cases of a view, as the server takes it, and the name of whom they go to. */
export type BatchAct = { name: string } & (
  | { kind: 'owner'; owner_id: string | null }
  | { kind: 'team'; team_id: string }
  | { kind: 'waiting'; cause: WaitingCause }
  | { kind: 'snooze'; until: string }
  | { kind: 'closure' }
);

const EVERY = 500;
const REFUSALS_SHOWN = 8;

const batchQuery = (id: string | null) => ({
  queryKey: ['case-batch', id],
  queryFn: ({ signal }: { signal: AbortSignal }) => get<CaseBatch>(`/case-batches/${id ?? ''}`, {}, signal),
  enabled: id !== null,
  refetchInterval: (query: { state: { data?: CaseBatch | undefined } }) => (query.state.data?.is_over ? false : EVERY),
});

/** Follows a batch until it is over, whether its dialog is open or not. */
async function over(id: string): Promise<CaseBatch> {
  for (;;) {
    const batch = await get<CaseBatch>(`/case-batches/${id}`);
    if (batch.is_over) {
      return batch;
    }
    await new Promise((wake) => setTimeout(wake, EVERY));
  }
}

/** Says how many it is about, does it as a job with its progress, lists what refused, and can be taken back whole. */
export function BatchDialog({ act, count, view, selection, onClose }: { act: BatchAct; count: number; view: string; selection: Query; onClose: () => void }) {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const [id, setId] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const key = useRef(crypto.randomUUID());
  const batch = useQuery(batchQuery(id)).data;
  const past = batch ? batch.done + batch.refused : 0;
  const kind = act.kind === 'owner' && act.owner_id === null ? 'nobody' : act.kind;
  const { name, ...sent } = act;
  const said = batch ? t('batch-over', { count: batch.done, done: f.number(batch.done), refused: batch.refused === 0 ? 0 : f.number(batch.refused) }) : '';

  useEffect(() => {
    if (batch?.is_over) {
      announce(said);
    }
  }, [batch?.is_over]);

  const undo = async (of: string) => {
    const back = await post<CaseBatch>(`/case-batches/${of}/reversal`);
    const { done } = await over(back.id);
    record({ label: t('batch-undone', { count: done, shown: f.number(done) }) });
    void client.invalidateQueries({ queryKey: ['inbox-views'] });
  };
  const start = async () => {
    setBusy(true);
    setError(null);
    try {
      const { view: named, q, team_id, owner_id, channel } = selection;
      const begun = await post<CaseBatch>('/case-batches', { selection: { view: named, q, team_id, owner_id, channel }, act: sent }, { idempotencyKey: key.current });
      setId(begun.id);
      void over(begun.id).then((it) => record({ label: t('batch-done', { act: kind, count: it.done, shown: f.number(it.done), name }), undo: () => undo(it.id) }));
    } catch (failed) {
      setError(failed);
    } finally {
      setBusy(false);
    }
  };

  return (
    <Dialog title={t('batch-title', { act: kind, shown: f.number(batch?.total ?? count), name })} onClose={onClose}>
      <div className={styles.batch}>
        {!id && (
          <>
            <p>{t('batch-what', { view })}</p>
            {kind === 'closure' && <p>{t('batch-closes')}</p>}
            {error !== null && <Failure error={error} />}
            <div className={styles.acts}>
              <Button onClick={onClose}>{t('ui-cancel')}</Button>
              <Button variant="filled" loading={busy} onClick={() => void start()}>
                {t('batch-start', { act: kind, shown: f.number(count) })}
              </Button>
            </div>
          </>
        )}
        {id && (
          <>
            <progress className={styles.progress} max={Math.max(1, batch?.total ?? count)} value={past} aria-label={t('batch-progress', { done: f.number(past), total: f.number(batch?.total ?? count) })} />
            {batch?.is_over ? (
              <p role="status">{said}</p>
            ) : (
              <p className="tabular">
                {t('batch-progress', { done: f.number(past), total: f.number(batch?.total ?? count) })} <span className="muted">{t('batch-goes-on')}</span>
              </p>
            )}
            {batch && batch.refusals.length > 0 && (
              <section>
                <h3>{t('batch-refusals')}</h3>
                <ul className={styles.refusals}>
                  {batch.refusals.slice(0, REFUSALS_SHOWN).map((it) => (
                    <li key={it.case_id}>
                      <Link to="/cases/$id" params={{ id: it.case_id }} className="one-line">
                        {it.subject || it.case_id}
                      </Link>
                      <span className="meta">{it.reason}</span>
                    </li>
                  ))}
                </ul>
                {batch.refused > REFUSALS_SHOWN && <p className="meta">{t('batch-refusals-more', { count: f.number(batch.refused - REFUSALS_SHOWN) })}</p>}
              </section>
            )}
            <div className={styles.acts}>
              {batch && !batch.is_over && <Button onClick={() => void remove(`/case-batches/${id}`)}>{t('batch-stop')}</Button>}
              <Button variant="filled" onClick={onClose}>
                {t('ui-close')}
              </Button>
            </div>
          </>
        )}
      </div>
    </Dialog>
  );
}
