import { Button, Textarea } from '@mantine/core';
import { IconPhone } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';

import { put } from '@/api/http';
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
import { Scores } from '@/ui/messages';
import { phoneText } from '@/ui/phone';
import { Empty, Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords } from '@/words';

import styles from './callbacks.module.css';

type Callback = Whole<components['schemas']['Callback']>;

const OUTCOMES = ['reached', 'not_reached', 'not_wanted'] as const;

/** The people we owe a call, the nearest deadline first: who, why, in their own words. */
export function Callbacks() {
  const t = useWords();
  const client = useQueryClient();
  const [fresh, setFresh] = useState(0);
  const callbacks = useList<Callback>('/callbacks', { limit: 100 });
  useTitle(t('place-programme'));
  useLive(['callback_opened'], () => setFresh((it) => it + 1));
  const show = () => {
    setFresh(0);
    void client.invalidateQueries({ queryKey: ['/callbacks'] });
  };
  useKeys(fresh > 0 ? { 'show-new': show } : {});
  return (
    <div className="page">
      <SettingsPage title={<PageHeading>{t('callbacks-title')}</PageHeading>} why={t('callbacks-why')}>
        <div className={styles.new} role="status">
          {fresh > 0 && (
            <button type="button" onClick={show} aria-keyshortcuts="U">
              {t('callbacks-new', { count: fresh })}
            </button>
          )}
        </div>
        {callbacks.error ? <Failure error={callbacks.error} onRetry={callbacks.retry} /> : null}
        {callbacks.isPending && <Loading />}
        {callbacks.rows?.length === 0 && <Empty text={t('callbacks-empty')} arcs="done" />}
        <ul className={styles.list}>
          {callbacks.rows?.map((it) => (
            <Row key={it.id} it={it} />
          ))}
        </ul>
        {callbacks.more && <Button onClick={callbacks.more}>{t('table-more')}</Button>}
      </SettingsPage>
    </div>
  );
}

function Row({ it }: { it: Callback }) {
  const t = useWords();
  const client = useQueryClient();
  const [open, setOpen] = useState(false);
  const [note, setNote] = useState('');
  const mayClose = useMay('callbacks_manage');
  const close = useMutation({
    mutationFn: (outcome: (typeof OUTCOMES)[number]) => put(`/callbacks/${it.id}/closure`, { outcome, note }, it.version),
    onSuccess: () => {
      record({ label: t('callback-closed', { name: it.person_name }) });
      void client.invalidateQueries({ queryKey: ['/callbacks'] });
    },
  });
  const name = it.person_name || t('callback-unknown');
  return (
    <li className={styles.row}>
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
        <DeadlineChip deadline={{ metric: 'resolution', outcome: 'running', due_at: it.due_at }} />
        <span className={styles.why}>
          {it.nps !== null && <Scores of={{ nps: it.nps }} />}
          <span className="meta">
            {t('callback-reason', { reason: it.reason })} · <Time at={it.opened_at} />
          </span>
        </span>
        <Link to="/cases/$id" params={{ id: it.case_id }}>
          {t('timeline-case')}
        </Link>
        {mayClose && (
          <Button variant={open ? 'default' : 'filled'} aria-expanded={open} onClick={() => setOpen(!open)}>
            {t('callback-close')}
          </Button>
        )}
      </div>
      {open && (
        <form className={styles.close} onSubmit={(event: FormEvent) => event.preventDefault()} aria-label={t('callback-close-of', { name })}>
          {close.error ? <Failure error={close.error} /> : null}
          <Textarea label={t('callback-note')} autosize minRows={2} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
          <div className={styles.outcomes}>
            {OUTCOMES.map((outcome) => (
              <Button key={outcome} loading={close.isPending && close.variables === outcome} onClick={() => close.mutate(outcome)}>
                {t('callback-outcome', { outcome })}
              </Button>
            ))}
          </div>
        </form>
      )}
    </li>
  );
}
