import { Button, Textarea } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useRef, useState } from 'react';

import { ApiError, get, post, put } from '@/api/http';
import { useList } from '@/api/list';
import { useMay } from '@/api/session';
import { useLive } from '@/api/use-live';
import type { components } from '@/api/schema';
import type { Whole } from '@/api/types';
import { useKeys } from '@/shell/keys';
import { PageHeading, useTitle } from '@/shell/page';
import { record } from '@/shell/undo';
import { DeadlineChip } from '@/ui/deadline-chip';
import { SettingsPage } from '@/ui/form';
import { focusHeir } from '@/ui/heir';
import { Scores } from '@/ui/messages';
import { phoneText } from '@/ui/phone';
import { Empty, Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './callbacks.module.css';
import { AS_READ, endedAmong, ending, hearing } from './standing';

type Callback = Whole<components['schemas']['Callback']>;

const OUTCOMES = ['reached', 'not_reached', 'not_wanted'] as const;

/** The people we owe a call, the nearest deadline first: who, why, in their own words. */
export function Callbacks() {
  const t = useWords();
  const client = useQueryClient();
  const list = useRef<HTMLUListElement>(null);
  const [standing, setStanding] = useState(AS_READ);
  const callbacks = useList<Callback>('/callbacks', { limit: 100 });
  const gone = endedAmong(standing, callbacks.rows?.map((it) => it.id) ?? []);
  const isNew = standing.fresh.size > 0;
  useTitle(t('place-programme'));
  useLive(['callback_opened', 'callback_closed'], (event) => setStanding((now) => hearing(now, event)));
  const show = () => {
    setStanding(AS_READ);
    void client.invalidateQueries({ queryKey: ['/callbacks'] });
  };
  // Another number, or who asks now: nobody is to be called on the old one.
  useLive(['callback_changed'], show);
  useKeys(isNew || gone > 0 ? { 'show-new': show } : {});
  const onEnded = (id: string, outcome: string, isOwn: boolean) => {
    setStanding((now) => ending(now, id, outcome));
    void client.invalidateQueries({ queryKey: ['/callbacks', 'person'] });
    if (isOwn) {
      // What was pressed went with the form.
      requestAnimationFrame(() => focusHeir([...(list.current?.children ?? [])] as HTMLElement[], (row) => row.dataset['id'] === id, 'button[aria-expanded]'));
    }
  };
  return (
    <div className="page">
      <SettingsPage title={<PageHeading>{t('callbacks-title')}</PageHeading>} why={t('callbacks-why')}>
        <div className={styles.new} role="status">
          {(isNew || gone > 0) && (
            <button type="button" onClick={show} aria-keyshortcuts="U">
              {isNew ? t('callbacks-new', { count: standing.fresh.size }) : t('callbacks-gone', { count: gone })}
            </button>
          )}
        </div>
        {callbacks.error ? <Failure error={callbacks.error} onRetry={callbacks.retry} /> : null}
        {callbacks.isPending && <Loading />}
        {callbacks.rows?.length === 0 && <Empty text={t('callbacks-empty')} arcs="done" />}
        <ul ref={list} className={styles.list}>
          {callbacks.rows?.map((it) => (
            <Row key={it.id} it={it} ended={standing.ended.get(it.id) ?? null} onEnded={(outcome, isOwn) => onEnded(it.id, outcome, isOwn)} />
          ))}
        </ul>
        {callbacks.more && <Button onClick={callbacks.more}>{t('table-more')}</Button>}
      </SettingsPage>
    </div>
  );
}

/** One call-back; once it has ended, here or elsewhere, it stays struck where it was. */
function Row({ it, ended, onEnded }: { it: Callback; ended: string | null; onEnded: (outcome: string, isOwn: boolean) => void }) {
  const t = useWords();
  const [open, setOpen] = useState(false);
  const mayClose = useMay('callbacks_manage');
  const name = it.person_name || t('callback-unknown');
  return (
    <li className={styles.row} data-id={it.id} data-ended={ended !== null}>
      <div className={styles.line}>
        <span className={styles.who}>
          <strong>{it.person_id ? <Link to="/customers/$id" params={{ id: it.person_id }}>{name}</Link> : name}</strong>
          {it.phone && (
            <a href={`tel:${it.phone}`} className={styles.call}>
              <IconPhone size={16} stroke={1.75} aria-hidden="true" />
              {phoneText(it.phone)}
            </a>
          )}
        </span>
        {ended === null ? <DeadlineChip deadline={{ metric: 'resolution', outcome: 'running', due_at: it.due_at }} /> : <span className="meta">{t('callback-ended')}</span>}
        <span className={styles.why}>
          {it.nps !== null && <Scores of={{ nps: it.nps }} />}
          <span className="meta">
            {t('callback-reason', { reason: it.reason })} · <Time at={it.opened_at} />
          </span>
        </span>
        <Link to="/cases/$id" params={{ id: it.case_id }}>
          {t('timeline-case')}
        </Link>
        {ended !== null ? (
          <span className="meta">{t('callback-outcome', { outcome: ended })}</span>
        ) : (
          mayClose && (
            <Button variant={open ? 'default' : 'filled'} aria-expanded={open} onClick={() => setOpen(!open)}>
              {t('callback-close')}
            </Button>
          )
        )}
      </div>
      {open && (
        <Closing
          it={it}
          name={name}
          isEnded={ended !== null}
          onEnded={(outcome, isOwn) => {
            if (isOwn) {
              setOpen(false);
            }
            onEnded(outcome, isOwn);
          }}
          onLeave={() => {
            setOpen(false);
            onEnded(ended ?? '', true);
          }}
        />
      )}
    </li>
  );
}

const isBehind = (error: unknown) => error instanceof ApiError && (error.status === 412 || error.code === 'callback_closed');

/** What was said and how it ended. If somebody else noted the same call first, what was typed can still go to its case. */
function Closing({ it, name, isEnded, onEnded, onLeave }: { it: Callback; name: string; isEnded: boolean; onEnded: (outcome: string, isOwn: boolean) => void; onLeave: () => void }) {
  const t = useWords();
  const [note, setNote] = useState('');
  const [version, setVersion] = useState(it.version);
  const mayNote = useMay('cases_write');
  const close = useMutation({
    mutationFn: (outcome: (typeof OUTCOMES)[number]) => put(`/callbacks/${it.id}/closure`, { outcome, note }, version),
    onSuccess: (_, outcome) => {
      record({ label: t('callback-closed', { name: it.person_name }) });
      onEnded(outcome, true);
    },
    onError: async (error) => {
      if (isBehind(error)) {
        const now = await get<Callback>(`/callbacks/${it.id}`);
        setVersion(now.version);
        if (!now.is_open) {
          onEnded(now.outcome ?? '', false);
        }
      }
    },
  });
  const keep = useMutation({
    mutationFn: () => post(`/cases/${it.case_id}/notes`, { text: note.trim() }),
    onSuccess: () => {
      record({ label: t('callback-note-kept', { name }) });
      onLeave();
    },
  });
  // That it has ended is told of one's own call too, often before it is answered.
  const isLate = isEnded && !close.isPending && !close.isSuccess;
  return (
    <form className={styles.close} onSubmit={(event: FormEvent) => event.preventDefault()} aria-label={t('callback-close-of', { name })}>
      {isLate ? <p role="alert">{t('callback-ended-meanwhile')}</p> : close.error ? <Failure error={close.error} /> : null}
      {keep.error ? <Failure error={keep.error} /> : null}
      <Textarea label={t('callback-note')} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
      <div className={styles.outcomes}>
        {isLate ? (
          <>
            {mayNote && note.trim() !== '' && (
              <Button onClick={() => keep.mutate()} loading={keep.isPending}>
                {t('callback-note-keep')}
              </Button>
            )}
            <Button variant="subtle" onClick={onLeave}>
              {t('ui-close')}
            </Button>
          </>
        ) : (
          OUTCOMES.map((outcome) => (
            <Button key={outcome} loading={close.isPending && close.variables === outcome} onClick={() => close.mutate(outcome)}>
              {t('callback-outcome', { outcome })}
            </Button>
          ))
        )}
      </div>
    </form>
  );
}
