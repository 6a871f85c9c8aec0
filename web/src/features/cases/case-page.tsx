import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useRouterState, useSearch } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useEffect, useRef, useState } from 'react';

import { ApiError, put, remove } from '@/api/http';
import { useMay, useMe } from '@/api/session';
import type { Presence } from '@/api/types';
import { afterPaint } from '@/shell/after-paint';
import { useKeys } from '@/shell/keys';
import { PageHeading, useTitle } from '@/shell/page';
import { PageLoading } from '@/shell/route-states';
import { caseNumber } from '@/ui/case-number';
import { Empty, Failure } from '@/ui/states';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import { useCaseActs } from './acts';
import { caseQuery, filtersOf, narrowing, neighbour, patchEverywhere, prefetchCase, threadQuery } from './calls';
import styles from './case.module.css';
import { Composer, type ComposerHandle } from './composer';
import { About, type Asking, Facts } from './facts';
import { History } from './history';
import { LedgerDialog } from './ledger';
import type { Mode } from './live';
import { useTemplateOffers } from './offers';
import { CustomerPanel } from './panel';
import { AssignPicker, PriorityPicker, SnoozePicker, WaitPicker } from './pickers';
import { Thread } from './thread';
import { useTrouble } from './troubles';

const CorrectDialog = lazy(() => import('./correct'));

const PRESENCE_EVERY = 20_000;

/** Tells colleagues that one is here and what one does, and learns who else is; the server forgets by itself. */
function usePresence(id: string, doing: Presence['doing']) {
  const client = useQueryClient();
  useEffect(() => {
    const tell = () =>
      void put<{ items: Presence[] } | undefined>(`/cases/${id}/presence`, { doing }).then(
        // One home for it: the case itself, which is read again whenever somebody comes, goes or writes.
        (it) => it && patchEverywhere(client, id, { present: it.items }),
        () => undefined,
      );
    const off = afterPaint(tell);
    const timer = setInterval(tell, PRESENCE_EVERY);
    return () => {
      off();
      clearInterval(timer);
    };
  }, [client, id, doing]);
  useEffect(() => () => void afterPaint(() => void remove(`/cases/${id}/presence`).catch(() => undefined)), [id]);
}

export function CasePage() {
  const { id } = useParams({ from: '/inside/cases/$id' });
  return <CaseOf key={id} id={id} />;
}

function CaseOf({ id }: { id: string }) {
  const t = useWords();
  const f = useFormats();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const search = useSearch({ from: '/inside/cases/$id' });
  const hash = useRouterState({ select: (it) => it.location.hash });
  const found = useQuery(caseQuery(id));
  const it = found.data;
  const trouble = useTrouble(id);
  const acts = useCaseActs();
  const mayWrite = useMay('cases_write');
  const composer = useRef<ComposerHandle>(null);
  const insert = useCallback((text: string) => composer.current?.insert(text), []);
  const [mode, setMode] = useState<Mode | null>(null);
  const [asking, setAsking] = useState<Asking | null>(hash === 'deadline' ? 'deadline' : null);
  const [tab, setTab] = useState<'thread' | 'panel'>('thread');
  const from = search.from ?? (me?.role === 'adviser' ? 'mine' : 'to_handle');
  const filters = filtersOf(from, search);
  const narrowed = narrowing(search);

  useTemplateOffers(it && mayWrite && it.state !== 'closed' ? it : null, insert);
  useTitle(it ? `${it.subject} — ${it.person_name ?? t('inbox-unknown-person')}` : '');
  usePresence(id, mode === 'note' ? 'noting' : mode ? 'replying' : 'viewing');

  useEffect(() => {
    if (it && mayWrite && it.state !== 'closed' && (hash === 'reply' || hash === 'note')) {
      composer.current?.open(hash === 'note' ? 'note' : 'reply');
    }
  }, [hash, it?.id, mayWrite]);

  // What J and K would show, before they are pressed.
  useEffect(
    () =>
      afterPaint(() => {
        for (const step of [1, -1] as const) {
          const next = neighbour(filters, id, step);
          if (next) {
            void prefetchCase(client, next, { whole: true });
          }
        }
      }),
    [client, id, JSON.stringify(filters)],
  );

  const back = () => void navigate({ to: '/inbox/$view', params: { view: from }, search: { ...narrowed, case: id } });
  const go = (step: 1 | -1) => {
    const next = neighbour(filters, id, step);
    if (next) {
      void navigate({ to: '/cases/$id', params: { id: next }, search: { from, ...narrowed } });
    } else {
      back();
    }
  };

  useKeys(
    {
      back: () => {
        if (mode) {
          composer.current?.leave();
        } else {
          back();
        }
      },
      'case-next': () => go(1),
      'case-previous': () => go(-1),
      'case-deadline': () => setAsking('deadline'),
      'case-panel': () => {
        setTab('panel');
        requestAnimationFrame(() => document.getElementById('customer')?.focus());
      },
      'case-history': () => void navigate({ to: '/cases/$id', params: { id }, search: { from, ...narrowed, ...(search.tab ? {} : { tab: 'history' as const }) } }),
      ...(it?.person_id ? { 'case-customer': () => void navigate({ to: `/customers/${it.person_id ?? ''}` }) } : {}),
      ...(mayWrite && it ? { 'customer-call': () => void navigate({ to: '/cases/new', search: it.person_id ? { person: it.person_id } : {} }) } : {}),
      ...(mayWrite && it
        ? {
            'case-reply': () => composer.current?.open('reply'),
            'case-note': () => composer.current?.open('note'),
            'case-mine': () => void acts.mine(id),
            'case-assign': () => setAsking('assign'),
            'case-wait': () => (it.state === 'waiting' ? void acts.resume(id) : setAsking('wait')),
            'case-close': () => void (it.state === 'closed' ? acts.reopen(id) : acts.close([id])),
            ...(it.state === 'closed' ? {} : { 'case-snooze': () => setAsking('snooze') }),
            'case-correct': () => setAsking('correct'),
            'case-priority': () => setAsking('priority'),
          }
        : {}),
    },
    { enabled: asking === null },
  );

  if (found.error && !it) {
    return (
      <div className="page">
        <PageHeading>{t('case-missing')}</PageHeading>
        {found.error instanceof ApiError && found.error.status === 404 ? (
          <Empty arcs="lost" text={t('error-what', { state: 'not_found' })}>
            <Link to="/inbox/$view" params={{ view: from }}>
              {t('case-missing-back')}
            </Link>
          </Empty>
        ) : (
          <Failure error={found.error} onRetry={() => void found.refetch()} />
        )}
      </div>
    );
  }
  if (!it) {
    return <PageLoading rows={8} />;
  }
  const others = it.present.filter((who) => who.staff_id !== me?.id);
  const writer = others.find((who) => who.doing !== 'viewing');

  return (
    <div className={styles.case} data-tab={tab}>
      <div className={styles.head}>
        <Link to="/inbox/$view" params={{ view: from }} search={{ ...narrowed, case: id }} className={styles.back}>
          {t('case-back')}
        </Link>
        <PageHeading>
          {it.subject} <span className={styles.code}>{caseNumber(it.id)}</span>
        </PageHeading>
        <About it={it} onCorrect={mayWrite ? () => setAsking('correct') : null} />
        <Facts
          it={it}
          onAsk={setAsking}
          onResume={() => void acts.resume(id)}
          onWake={() => void acts.wake(id)}
          onClose={() => void acts.close([id])}
          onReopen={() => void acts.reopen(id)}
        />
        <div className={styles.bannerArea}>
          {trouble && (
            <div className={styles.banner} role="status">
              {trouble.text}
            </div>
          )}
          {writer && (
            <div className={styles.banner} role="status">
              {t('case-someone-writes', { name: writer.name, doing: writer.doing, duration: f.duration((Date.now() - new Date(writer.since).getTime()) / 1000) })}
            </div>
          )}
          {it.state === 'closed' && (
            <div className={styles.banner} data-tone="plain">
              {t('case-is-closed', { at: it.closed_at ? f.instant(it.closed_at) : '' })}
            </div>
          )}
          {found.error && <Failure error={found.error} onRetry={() => void found.refetch()} />}
        </div>
      </div>
      <div className={styles.tabs} role="tablist" aria-label={t('case-parts')}>
        {(['thread', 'panel'] as const).map((part) => (
          <button key={part} type="button" role="tab" aria-selected={tab === part} onClick={() => setTab(part)}>
            {t('case-part', { part })}
          </button>
        ))}
      </div>
      {search.tab === 'history' ? <History id={id} from={{ from, ...narrowed }} /> : <Thread it={it} writing={mode !== null} />}
      {mayWrite && (
        <Composer
          ref={composer}
          it={it}
          mode={mode}
          onMode={setMode}
          onSent={(then) => {
            void client.invalidateQueries({ queryKey: threadQuery(id).queryKey });
            void client.invalidateQueries({ queryKey: caseQuery(id).queryKey });
            if (then === 'next') {
              go(1);
            } else {
              // The editor is gone, and the focus with it: its heir is what opened it.
              composer.current?.leave();
            }
          }}
        />
      )}
      <CustomerPanel it={it} />
      {asking === 'deadline' && <LedgerDialog it={it} onClose={() => setAsking(null)} />}
      {asking === 'assign' && <AssignPicker count={1} team={it.team_id} onClose={() => setAsking(null)} onPick={(owner, team) => void acts.assign([id], owner, team)} />}
      {asking === 'wait' && <WaitPicker onClose={() => setAsking(null)} onPick={(cause, more) => void acts.wait([id], cause, { ...more, at: more.until ? f.instant(more.until) : '' })} />}
      {asking === 'snooze' && <SnoozePicker due={it.due?.at ?? null} onClose={() => setAsking(null)} onPick={(until) => void acts.snooze([id], until, f.instant(until))} />}
      <Suspense>{asking === 'correct' && <CorrectDialog it={it} acts={acts} onClose={() => setAsking(null)} />}</Suspense>
      {asking === 'priority' && <PriorityPicker onClose={() => setAsking(null)} onPick={(priority) => void acts.prioritise([id], priority)} />}
    </div>
  );
}
