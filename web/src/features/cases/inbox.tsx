import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { lazy, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';

import { useMay, useMe } from '@/api/session';
import type { CaseRow } from '@/api/types';
import { afterPaint } from '@/shell/after-paint';
import { announce } from '@/shell/announce';
import { useFormats } from '@/shell/formats';
import { ariaKeys, Keys, useKeys } from '@/shell/keys';
import { useNarrow } from '@/shell/narrow';
import { PageHeading, useTitle } from '@/shell/page';
import { useStore } from '@/shell/store';
import { ChannelMark } from '@/ui/channel';
import { DeadlineChip } from '@/ui/deadline-chip';
import { RowGrid } from '@/ui/grid';
import { useLater } from '@/ui/later';
import { useRowHeight } from '@/ui/row-height';
import { useSearchField } from '@/ui/search-field';
import { paneWidth, Separator } from '@/ui/separator';
import { Empty, Failure, Loading } from '@/ui/states';
import { Time } from '@/ui/time';
import { useWords, type Words } from '@/words';

import { useCaseActs } from './acts';
import { deadlineOf, filtersOf, type InboxFilters, listOf, narrowing, prefetchCase, type View, viewsOf, viewsQuery } from './calls';
import styles from './inbox.module.css';
import { FilterChips, FilterPanel, isNarrowed } from './inbox-filters';
import { useLiveInbox } from './live';
import { type BatchAct, BatchDialog } from './batch';
import { AssignPicker, PriorityPicker, SnoozePicker, WaitPicker } from './pickers';
import { Preview } from './preview';
import { among } from './selection';
import { useTrouble } from './troubles';

const ViewDialog = lazy(() => import('./view-dialog'));

const PREVIEW_DELAY = 120;
/** How long the hand rests between two letters of what is looked for. */
const TYPING = 250;
const ADDRESS_DELAY = 400;
/** A list read less than this long ago is not read again at once. */
const FRESH = 2000;
const SORTS = ['due', 'received', 'updated'] as const;

export const viewName = (view: Pick<View, 'id' | 'name'>, t: Words) => view.name ?? t('inbox-view', { view: view.id });

/** « LB » for Léa Besson: who does it, where a name does not fit. */
const initialsOf = (name: string) =>
  name
    .split(/[\s-]+/)
    .map((it) => it[0] ?? '')
    .join('')
    .slice(0, 2)
    .toUpperCase();

const Row = memo(function Row({ row, left }: { row: CaseRow; left: boolean }) {
  const t = useWords();
  const writer = row.present.find((it) => it.doing !== 'viewing');
  const f = useFormats();
  const trouble = useTrouble(row.id);
  const owner = row.owner_name ?? row.team_name ?? t('ui-nobody');
  const why = left && row.state === 'closed' ? t('inbox-left-closed') : left ? t('inbox-left') : null;
  return (
    <div className={`${styles.row} ${left ? styles.struck : ''}`} role="presentation">
      <div className={styles.line} role="gridcell">
        <ChannelMark channel={row.channel} isBare />
        <span className={`${styles.who} one-line`}>{row.person_name ?? t('inbox-unknown-person')}</span>
        {trouble ? (
          <span className={`${styles.trouble} one-line`} data-waiting={trouble.isWaiting} title={row.subject}>
            {trouble.text}
          </span>
        ) : (
          <span className={`${styles.subject} one-line`}>{row.subject}</span>
        )}
      </div>
      <div className={styles.chip} role="gridcell">
        {why ? <span className="meta">{why}</span> : writer ? <span className="meta">{t('inbox-writes', { name: writer.name, doing: writer.doing })}</span> : <DeadlineChip deadline={deadlineOf(row)} />}
      </div>
      <div className={`${styles.words} one-line`} role="gridcell">
        {row.last ? t('ui-quote', { words: row.last.text }) : ''}
      </div>
      <div className={styles.owner} role="gridcell" title={row.owner_name ? owner : undefined}>
        <span className={`${styles.ownerName} one-line`}>{row.snoozed_until && row.state === 'open' ? t('case-snoozed-until', { at: f.instant(row.snoozed_until) }) : owner}</span>
        <span className={styles.initials} data-nobody={row.owner_name === null} aria-hidden="true">
          {row.owner_name ? initialsOf(row.owner_name) : '–'}
        </span>
      </div>
    </div>
  );
});

/** The team that all are with; null if they are with several, or none. */
const sameTeam = (teams: readonly (string | null | undefined)[]) => (teams.every((it) => it === teams[0]) ? (teams[0] ?? null) : null);

/** The views and their exact counts. */
const Views = memo(function Views({ views, view, pending }: { views: readonly View[]; view: string; pending: boolean }) {
  const t = useWords();
  const f = useFormats();
  return (
    <nav className={styles.views} aria-label={t('inbox-views')}>
      <h2>{t('inbox-views')}</h2>
      <ul>
        {views.map((it) => (
          <li key={it.id}>
            <Link to="/inbox/$view" params={{ view: it.id }} className={styles.view} aria-current={it.id === view ? 'page' : undefined}>
              <span className="one-line">{viewName(it, t)}</span>
              <span className={styles.count}>{f.number(it.count)}</span>
            </Link>
          </li>
        ))}
      </ul>
      {pending && <Loading rows={6} height="28px" />}
    </nav>
  );
});

export function Inbox() {
  const t = useWords();
  const f = useFormats();
  const me = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const { view } = useParams({ from: '/inside/inbox/$view' });
  const search = useSearch({ from: '/inside/inbox/$view' });
  const filters = useMemo(() => filtersOf(view, search), [view, search]);
  // A case opened from here keeps the list it came from.
  const there = useMemo(() => ({ from: view, ...narrowing(search) }), [view, search]);
  const list = listOf(filters);
  const state = useStore(list.store);
  const views = useQuery(viewsQuery);
  const acts = useCaseActs();
  const mayAssign = useMay('cases_assign');
  const mayWrite = useMay('cases_write');
  const rowHeight = useRowHeight();
  const [width, setWidth] = useState(() => paneWidth('inbox', 400));
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const [all, setAll] = useState(false);
  const [batch, setBatch] = useState<BatchAct | null>(null);
  const [asking, setAsking] = useState<'assign' | 'wait' | 'snooze' | 'priority' | null>(null);
  const shownViews = useMemo(() => viewsOf(views.data), [views.data]);
  const here = shownViews.find((it) => it.id === view);
  const name = here ? viewName(here, t) : viewName({ id: view, name: null }, t);
  const narrowed = isNarrowed(search);
  const filtered = Boolean(search.q) || narrowed;
  const [panel, setPanel] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const [keeping, setKeeping] = useState<'new' | 'change' | null>(null);
  const mayShare = useMay('templates_write');
  const total = filtered ? state.count : (here?.count ?? state.count);
  useTitle(name);
  useLiveInbox(list);

  useEffect(() => {
    const { updatedAt } = list.store.get();
    if (updatedAt === 0) {
      void list.load();
    } else if (Date.now() - updatedAt > FRESH) {
      void list.refresh();
    }
    setSelected(new Set());
    setAll(false);
  }, [list]);
  // What is no longer on screen is not acted on.
  useEffect(() => setSelected((now) => among(now, state.ids)), [state.ids]);

  // The row in hand follows the key at once; the address follows when the hand rests.
  const [held, setHeld] = useState(search.case ?? null);
  useEffect(() => setHeld(search.case ?? null), [search.case, list]);
  const current = held !== null && state.rows.has(held) ? held : (state.ids[0] ?? null);
  const address = useLater([list, search.case]);
  const [previewed, setPreviewed] = useState(current);
  const by = useRef<'key' | 'pointer'>('pointer');
  useEffect(() => {
    const timer = setTimeout(() => setPreviewed(current), by.current === 'key' ? PREVIEW_DELAY : 0);
    if (current) {
      const at = state.ids.indexOf(current);
      const near = [current, state.ids[at + 1], state.ids[at + 2]];
      const off = afterPaint(() => near.forEach((id, at) => id && void prefetchCase(client, id, { whole: at === 0 })));
      return () => {
        clearTimeout(timer);
        off();
      };
    }
    return () => clearTimeout(timer);
  }, [current, client, state.ids]);

  // Back from a case: the focus returns to its row, or to the one that took its place.
  const arrived = useRef(false);
  useEffect(() => {
    if (!arrived.current && search.case && state.ids.length > 0) {
      arrived.current = true;
      requestAnimationFrame(() => {
        if (document.activeElement === null || document.activeElement === document.body) {
          document.querySelector<HTMLElement>('[data-grid-row][tabindex="0"]')?.focus();
        }
      });
    }
  }, [search.case, state.ids]);

  useEffect(() => {
    if (state.waiting.length > 0) {
      announce(t('inbox-new', { count: state.waiting.length, shown: f.number(state.waiting.length) }));
    }
  }, [state.waiting.length, t, f]);

  const onCurrent = (id: string, how: 'key' | 'pointer') => {
    by.current = how;
    if (how === 'pointer' && window.innerWidth < 1200) {
      onOpen(id);
      return;
    }
    setHeld(id);
    address.later(() => narrow({ case: id }, true), ADDRESS_DELAY);
  };
  const onOpen = (id: string) => {
    address.never();
    void navigate({ to: '/inbox/$view', params: { view }, search: { ...search, case: id }, replace: true }).then(() =>
      navigate({ to: '/cases/$id', params: { id }, search: there }),
    );
  };
  const onEnd = useCallback(() => void list.more(), [list]);
  const narrow = useNarrow<InboxFilters & { case: string }>();
  const go = (change: InboxFilters, replace = false) => narrow({ ...change, case: undefined }, replace);
  const field = useSearchField(search.q ?? '', (q) => go({ q }, true), TYPING, view);
  const targets = selected.size > 0 ? [...selected] : current ? [current] : [];
  const row = current ? state.rows.get(current) : undefined;
  const unselect = () => {
    setSelected(new Set());
    setAll(false);
  };
  /** One act on what is chosen: on the rows at once, on all of the view after a word that says how many. */
  const onChosen = (act: BatchAct, one: (ids: readonly string[]) => Promise<unknown>) => {
    if (all) {
      setBatch(act);
    } else {
      // At once: what is chosen by the time the server answers is another choice.
      unselect();
      void one(targets);
    }
  };
  const onClose = () => onChosen({ kind: 'closure', name: '' }, (ids) => acts.close(ids));

  useKeys(
    {
      'show-new': () => list.show(),
      ...(mayWrite && row
        ? {
            'case-reply': () => void navigate({ to: '/cases/$id', params: { id: row.id }, search: there, hash: 'reply' }),
            'case-note': () => void navigate({ to: '/cases/$id', params: { id: row.id }, search: there, hash: 'note' }),
            'case-mine': () => me && onChosen({ kind: 'owner', owner_id: me.id, name: me.name }, (ids) => acts.assign(ids, { id: me.id, name: me.name })),
            'case-close': onClose,
            'case-snooze': () => setAsking('snooze'),
            'case-wait': () => setAsking('wait'),
            ...(all ? {} : { 'case-priority': () => setAsking('priority') }),
            'customer-call': () => void navigate({ to: '/cases/new', search: row.person_id ? { person: row.person_id } : {} }),
            'case-deadline': () => void navigate({ to: '/cases/$id', params: { id: row.id }, search: there, hash: 'deadline' }),
            ...(row.person_id ? { 'case-customer': () => void navigate({ to: `/customers/${row.person_id ?? ''}` }) } : {}),
          }
        : {}),
      ...(mayAssign || mayWrite ? { 'case-assign': () => targets.length > 0 && setAsking('assign') } : {}),
    },
    { enabled: true },
  );

  return (
    <div className={styles.inbox} style={{ '--list': `${width}px` } as React.CSSProperties}>
      <Views views={shownViews} view={view} pending={views.isPending} />
      <section className={styles.list} aria-label={name}>
        <div className={styles.head}>
          <PageHeading focus={search.case === undefined}>
            {name} {total !== null && total !== undefined && <span className="tabular">· {f.number(total)}</span>}
          </PageHeading>
          <select className={styles.viewSelect} aria-label={t('inbox-views')} value={view} onChange={(event) => void navigate({ to: '/inbox/$view', params: { view: event.currentTarget.value } })}>
            {shownViews.map((it) => (
              <option key={it.id} value={it.id}>
                {viewName(it, t)} · {f.number(it.count)}
              </option>
            ))}
          </select>
          {here?.saved && (!here.saved.is_shared || mayShare) && (
            <Button size="compact-sm" onClick={() => setKeeping('change')}>
              {t('view-change')}
            </Button>
          )}
          <select
            aria-label={t('inbox-sort')}
            value={search.sort ?? here?.sort ?? 'due'}
            className={styles.sort}
            onChange={(event) => narrow({ sort: event.currentTarget.value })}
          >
            {SORTS.map((sort) => (
              <option key={sort} value={sort}>
                {t('inbox-sort-by', { sort })}
              </option>
            ))}
          </select>
        </div>
        <div className={styles.head}>
          <form
            role="search"
            onSubmit={(event) => {
              event.preventDefault();
              field.now();
            }}
          >
            <TextInput type="search" aria-label={t('inbox-find')} placeholder={t('inbox-find')} autoComplete="off" value={field.text} onChange={(event) => field.set(event.currentTarget.value)} />
          </form>
          <Button ref={opener} aria-expanded={panel} aria-controls="inbox-panel" onClick={() => setPanel(!panel)}>
            {t('inbox-narrow')}
          </Button>
        </div>
        {panel && (
          <FilterPanel
            id="inbox-panel"
            search={search}
            onChange={go}
            onClose={() => {
              setPanel(false);
              opener.current?.focus();
            }}
          />
        )}
        {filtered && <FilterChips search={search} onChange={go} onSave={here ? () => setKeeping('new') : null} />}
        <div className={styles.bar}>
          {selected.size > 0 ? (
            <>
              <span>{all ? t('inbox-all-selected', { shown: f.number(total ?? selected.size) }) : t('inbox-selected', { count: selected.size, shown: f.number(selected.size) })}</span>
              {!all && (total ?? 0) > selected.size && (
                <button type="button" onClick={() => setAll(true)}>
                  {t('inbox-select-all', { shown: f.number(total ?? 0) })}
                </button>
              )}
              {mayWrite && (
                <>
                  <button type="button" onClick={() => setAsking('assign')}>
                    {t('key-case-assign')}
                  </button>
                  <button type="button" onClick={() => setAsking('wait')}>
                    {t('key-case-wait')}
                  </button>
                  <button type="button" onClick={() => setAsking('snooze')}>
                    {t('key-case-snooze')}
                  </button>
                  <button type="button" onClick={onClose}>
                    {t('case-close')}
                  </button>
                </>
              )}
              <button type="button" onClick={unselect}>
                {t('inbox-unselect')}
              </button>
            </>
          ) : state.waiting.length > 0 || state.left.size > 0 ? (
            <button type="button" onClick={() => list.show()} aria-keyshortcuts={ariaKeys('show-new')}>
              {state.waiting.length > 0
                ? t('inbox-new', { count: state.waiting.length, shown: f.number(state.waiting.length) })
                : t('inbox-gone', { count: state.left.size, shown: f.number(state.left.size) })}{' '}
              <Keys act="show-new" />
            </button>
          ) : state.error && state.ids.length > 0 ? (
            <span>
              {t('inbox-dated')} <Time at={new Date(state.updatedAt).toISOString()} mode="short" />
            </span>
          ) : null}
        </div>
        {state.status === 'loading' && <Loading rows={14} height="calc(var(--row) - 4px)" />}
        {state.status === 'failed' && (
          <div className={styles.problem}>
            <Failure error={state.error} onRetry={() => void list.load()} />
          </div>
        )}
        {state.status === 'ready' && state.ids.length === 0 && (
          <Empty arcs={filtered ? 'lost' : 'done'} text={filtered ? t('inbox-no-match') : t('inbox-empty-view', { view })}>
            {filtered && (
              <Button onClick={() => void navigate({ to: '/inbox/$view', params: { view }, search: {} })}>
                {t('inbox-clear')}
              </Button>
            )}
          </Empty>
        )}
        {state.status === 'ready' && state.ids.length > 0 && (
          <RowGrid
            ids={state.ids}
            label={name}
            count={total ?? null}
            current={current}
            onCurrent={onCurrent}
            onOpen={onOpen}
            onEnd={onEnd}
            selected={selected}
            onSelect={(ids) => {
              setSelected(new Set(ids));
              setAll(false);
            }}
            isLeft={(id) => state.left.has(id)}
            rowHeight={rowHeight}
            keys={asking === null && batch === null && keeping === null}
          >
            {(id) => {
              const it = state.rows.get(id);
              return it ? <Row row={it} left={state.left.has(id)} /> : null;
            }}
          </RowGrid>
        )}
      </section>
      <Separator name="inbox" label={t('inbox-pane')} value={width} min={320} max={720} onChange={setWidth} />
      <Preview id={previewed} row={previewed ? state.rows.get(previewed) : undefined} from={there} />
      {asking === 'assign' && (
        <AssignPicker
          count={all ? (total ?? targets.length) : targets.length}
          team={all ? null : sameTeam(targets.map((id) => state.rows.get(id)?.team_id))}
          onClose={() => setAsking(null)}
          onPick={(owner, team) =>
            onChosen(team ? { kind: 'team', team_id: team.id, name: team.name } : { kind: 'owner', owner_id: owner?.id ?? null, name: owner?.name ?? '' }, (ids) => acts.assign(ids, owner, team))
          }
        />
      )}
      {asking === 'wait' && <WaitPicker more={!all} onClose={() => setAsking(null)} onPick={(cause, more) => onChosen({ kind: 'waiting', cause, name: '' }, (ids) => acts.wait(ids, cause, { ...more, at: more.until ? f.instant(more.until) : '' }))} />}
      {asking === 'snooze' && (
        <SnoozePicker
          due={all || targets.length > 1 ? null : (row?.due?.at ?? null)}
          onClose={() => setAsking(null)}
          onPick={(until) => onChosen({ kind: 'snooze', until, name: '' }, (ids) => acts.snooze(ids, until, f.instant(until)))}
        />
      )}
      {batch && (
        <BatchDialog
          act={batch}
          count={total ?? 0}
          view={name}
          selection={filters}
          onClose={() => {
            setBatch(null);
            unselect();
            void list.refresh();
          }}
        />
      )}
      {keeping && here && (
        <Suspense>
          <ViewDialog
            view={here}
            search={search}
            isNew={keeping === 'new'}
            onClose={() => setKeeping(null)}
            onDone={(id) => {
              setKeeping(null);
              void navigate({ to: '/inbox/$view', params: { view: id ?? 'to_handle' } });
            }}
          />
        </Suspense>
      )}
      {asking === 'priority' && (
        <PriorityPicker
          onClose={() => setAsking(null)}
          onPick={(priority) => {
            unselect();
            void acts.prioritise(targets, priority);
          }}
        />
      )}
    </div>
  );
}
