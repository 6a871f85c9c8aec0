/**
 * A list that lives without moving under the hand.
 *
 * What is in a row changes at once. Rows that joined wait until they are asked for; rows that left stay in their place,
 * marked, until then. The state outlives the screen, so that Back returns to the same list at the same row.
 */
import { createStore, type Store } from '@/shell/store';

import type { Page } from './http';

export interface LiveListState<R> {
  status: 'loading' | 'ready' | 'failed';
  error: unknown;
  /** In the order shown. */
  ids: readonly string[];
  rows: ReadonlyMap<string, R>;
  /** Joined since, in the server's order; not shown yet. */
  waiting: readonly string[];
  /** Left since; still shown, struck. */
  left: ReadonlySet<string>;
  next: string | null;
  count: number | null;
  updatedAt: number;
}

export interface LiveList<R> {
  store: Store<LiveListState<R>>;
  load(): Promise<void>;
  more(): Promise<void>;
  /** Reads again what is loaded and sorts it into changed, joined and left. */
  refresh(): Promise<void>;
  /** Shows what waits and drops what left. */
  show(): void;
  /** Changes one row at once. */
  patch(id: string, part: Partial<R>): void;
}

/** Beyond this many pages a refresh reads only the first ones: what left further down is found when it is reached. */
const PAGES_READ = 3;

export function merge<R>(now: LiveListState<R>, fresh: readonly R[], idOf: (row: R) => string, isWhole: boolean): LiveListState<R> {
  const freshIds = fresh.map(idOf);
  const inFresh = new Set(freshIds);
  const shown = new Set(now.ids);
  const rows = new Map(now.rows);
  fresh.forEach((row) => rows.set(idOf(row), row));
  // Only what lies above the last row read can be said to have left.
  const bottom = isWhole ? now.ids.length : now.ids.findLastIndex((id) => inFresh.has(id)) + 1;
  const left = new Set(now.ids.slice(0, bottom).filter((id) => !inFresh.has(id)));
  for (const id of now.left) {
    if (!inFresh.has(id) && shown.has(id)) {
      left.add(id);
    }
  }
  return { ...now, rows, left, waiting: freshIds.filter((id) => !shown.has(id)) };
}

export function createLiveList<R>(fetch: (after: string | null) => Promise<Page<R>>, idOf: (row: R) => string): LiveList<R> {
  const store = createStore<LiveListState<R>>({
    status: 'loading',
    error: null,
    ids: [],
    rows: new Map(),
    waiting: [],
    left: new Set(),
    next: null,
    count: null,
    updatedAt: 0,
  });
  let pages = 1;
  let turn: Promise<void> = Promise.resolve();
  const asked = new Map<string, Promise<void>>();
  let fresh: readonly R[] = [];

  /**
   * One reading after the other, none dropped: what is asked for twice before it is over is done once. `isOpen` until it
   * begins only: what happens while it reads may be missing in what it reads, and is asked for anew.
   */
  const inTurn = (kind: string, work: () => Promise<void>, isOpen = false) => {
    const before = asked.get(kind);
    if (before) {
      return before;
    }
    const over = () => {
      if (asked.get(kind) === mine) {
        asked.delete(kind);
      }
    };
    const mine: Promise<void> = turn
      .then(() => {
        if (isOpen) {
          over();
        }
        return work();
      })
      .finally(over);
    asked.set(kind, mine);
    turn = mine;
    return mine;
  };

  const load = () =>
    inTurn('load', async () => {
      try {
        const page = await fetch(null);
        pages = 1;
        store.set({
          status: 'ready',
          error: null,
          ids: page.items.map(idOf),
          rows: new Map(page.items.map((row) => [idOf(row), row])),
          waiting: [],
          left: new Set(),
          next: page.next,
          count: page.total ?? null,
          updatedAt: Date.now(),
        });
      } catch (error) {
        store.set((now) => ({ ...now, status: now.ids.length > 0 ? 'ready' : 'failed', error }));
      }
    });

  const more = () =>
    inTurn('more', async () => {
      const { next } = store.get();
      if (next === null) {
        return;
      }
      try {
        const page = await fetch(next);
        pages += 1;
        store.set((now) => {
          const rows = new Map(now.rows);
          page.items.forEach((row) => rows.set(idOf(row), row));
          const shown = new Set(now.ids);
          return { ...now, error: null, rows, ids: [...now.ids, ...page.items.map(idOf).filter((id) => !shown.has(id))], next: page.next };
        });
      } catch (error) {
        store.set((now) => ({ ...now, error }));
      }
    });

  const refresh = () =>
    inTurn('refresh', async () => {
      try {
        const read: R[] = [];
        let after: string | null = null;
        let count: number | null = null;
        for (let at = 0; at < Math.min(pages, PAGES_READ); at += 1) {
          const page: Page<R> = await fetch(after);
          read.push(...page.items);
          count ??= page.total ?? null;
          after = page.next;
          if (after === null) {
            break;
          }
        }
        fresh = read;
        const isWhole = after === null && pages <= PAGES_READ;
        store.set((now) => ({ ...merge(now, read, idOf, isWhole), status: 'ready', error: null, count: count ?? now.count, updatedAt: Date.now() }));
      } catch (error) {
        store.set((now) => ({ ...now, error }));
      }
    }, true);

  const show = () => {
    store.set((now) => {
      const head = fresh.map(idOf);
      const inHead = new Set(head);
      const rest = now.ids.filter((id) => !inHead.has(id) && !now.left.has(id));
      return { ...now, ids: head.length > 0 || now.left.size > 0 ? [...head, ...rest] : now.ids, waiting: [], left: new Set() };
    });
  };

  const patch = (id: string, part: Partial<R>) => {
    const before = store.get().rows.get(id);
    if (before !== undefined) {
      store.set((now) => ({ ...now, rows: new Map(now.rows).set(id, { ...before, ...part }) }));
    }
  };

  return { store, load, more, refresh, show, patch };
}
