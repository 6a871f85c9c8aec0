import { infiniteQueryOptions, type QueryClient, queryOptions } from '@tanstack/react-query';

import { get, type Page, type Query } from '@/api/http';
import { createLiveList, type LiveList } from '@/api/live-list';
import type { Callback, Case, CaseRow, Clock, Deadline, HistoryEntry, InboxViews, Interaction, Person, Template, ViewFilter } from '@/api/types';

export const viewsQuery = queryOptions({
  queryKey: ['inbox-views'],
  queryFn: ({ signal }) => get<InboxViews>('/inbox-views', {}, signal),
  staleTime: 5_000,
});

export const caseQuery = (id: string) =>
  queryOptions({ queryKey: ['case', id], queryFn: ({ signal }) => get<Case>(`/cases/${id}`, {}, signal) });

/** The thread, newest page first; a page holds fifty contacts. */
export const threadQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['thread', id],
    queryFn: ({ pageParam, signal }) => get<Page<Interaction>>('/interactions', { case_id: id, limit: 50, after: pageParam }, signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });

export const clocksQuery = (id: string) =>
  queryOptions({ queryKey: ['clocks', id], queryFn: ({ signal }) => get<{ items: Clock[] }>(`/cases/${id}/clocks`, {}, signal), staleTime: 0 });

export const historyQuery = (id: string) =>
  queryOptions({ queryKey: ['history', id], queryFn: ({ signal }) => get<Page<HistoryEntry>>(`/cases/${id}/history`, { limit: 200 }, signal), staleTime: 0 });

export const templatesQuery = queryOptions({
  queryKey: ['reply-templates', 'for-writing'],
  queryFn: ({ signal }) => get<{ items: Template[] }>('/reply-templates', {}, signal),
  staleTime: 60_000,
});

/** A type of case as one chooses it. */
export interface CaseType {
  key: string;
  name_fr: string;
  name_en: string;
  is_active: boolean;
}
export const caseTypesQuery = queryOptions({
  queryKey: ['case-types'],
  queryFn: ({ signal }) => get<{ items: CaseType[] }>('/case-types', {}, signal),
  staleTime: 5 * 60_000,
});

export const personQuery = (id: string) =>
  queryOptions({ queryKey: ['person', id], queryFn: ({ signal }) => get<Person>(`/persons/${id}`, {}, signal) });
export const personCasesQuery = (id: string) =>
  queryOptions({ queryKey: ['person-cases', id], queryFn: ({ signal }) => get<Page<CaseRow>>('/cases', { person_id: id, limit: 10 }, signal) });
export const personTimelineQuery = (id: string) =>
  queryOptions({ queryKey: ['person-timeline', id], queryFn: ({ signal }) => get<Page<Interaction>>('/interactions', { person_id: id, limit: 12 }, signal) });

export const personCallbacksQuery = (id: string) =>
  queryOptions({ queryKey: ['/callbacks', 'person', id], queryFn: ({ signal }) => get<Page<Callback>>('/callbacks', { person_id: id, limit: 5 }, signal), retry: false });

/** What the case's next clock looks like on a row. */
export function deadlineOf(row: Pick<CaseRow, 'state' | 'due'>): Deadline | null {
  if (row.due) {
    // Of a case that waits, too: what is due is what does not pause for that cause.
    return { metric: row.due.metric, outcome: 'running', due_at: row.due.at };
  }
  return row.state === 'waiting' ? { metric: 'resolution', outcome: 'paused', due_at: null } : null;
}

/** Fetches a case and its words before somebody asks for them; with `whole`, what is known of the customer too. */
export async function prefetchCase(client: QueryClient, id: string, { whole = false } = {}): Promise<void> {
  const words = client.prefetchInfiniteQuery(threadQuery(id));
  const it = await client.fetchQuery(caseQuery(id)).catch(() => null);
  const person = whole ? it?.person_id : null;
  await Promise.all([words, person && Promise.all([client.prefetchQuery(personQuery(person)), client.prefetchQuery(personCasesQuery(person)), client.prefetchQuery(personTimelineQuery(person))])]);
}

const lists = new Map<string, LiveList<CaseRow>>();
const LISTS_KEPT = 12;

/** The list of a view with its filters: the same object for the same address, so that Back finds it as it was. */
export function listOf(filters: Query): LiveList<CaseRow> {
  const key = JSON.stringify(filters);
  let list = lists.get(key);
  if (!list) {
    list = createLiveList<CaseRow>((after) => get<Page<CaseRow>>('/cases', { ...filters, limit: 50, after }), (row) => row.id);
    lists.set(key, list);
    const oldest = lists.keys().next().value;
    if (lists.size > LISTS_KEPT && oldest !== undefined) {
      lists.delete(oldest);
    }
  }
  return list;
}

/** What the inbox's address says of the list. */
export interface InboxFilters {
  q?: string;
  sort?: string;
  team?: string;
  /** A colleague's id, or `none`: nobody's. */
  owner?: string;
  channel?: string;
  type?: string;
  priority?: string;
}

/** What narrows a view, in the order in which it is asked for and shown; the words and the order of rows stand apart. */
export const NARROWINGS = ['team', 'owner', 'channel', 'type', 'priority'] as const;
export type Narrowing = (typeof NARROWINGS)[number];

/** From which list a case was opened: its view and what narrows it. */
export interface CaseFrom extends InboxFilters {
  from?: string;
}

/** Of an address, only what narrows and orders the list. */
export const narrowing = ({ q, sort, team, owner, channel, type, priority }: InboxFilters): InboxFilters =>
  Object.fromEntries(Object.entries({ q, sort, team, owner, channel, type, priority }).filter(([, value]) => value !== undefined));

/** The same as the server is asked for it; the order is that of `theme.js`, which asks first. */
export const filtersOf = (view: string, search: InboxFilters): Query => ({
  view,
  sort: search.sort,
  q: search.q,
  team_id: search.team,
  owner_id: search.owner === 'none' ? undefined : search.owner,
  unassigned: search.owner === 'none' ? true : undefined,
  channel: search.channel,
  type: search.type,
  priority: search.priority,
  count: true,
});

/** The same as a view is saved with: what the view shows already, narrowed by the address. */
export const savedFilterOf = (base: ViewFilter, search: InboxFilters): ViewFilter => ({
  ...base,
  ...(search.q ? { q: search.q } : {}),
  ...(search.team ? { team_id: search.team } : {}),
  ...(search.owner === 'none' ? { is_unassigned: true, owner_id: null } : search.owner ? { owner_id: search.owner, is_unassigned: false } : {}),
  ...(search.channel ? { channel: search.channel as ViewFilter['channel'] } : {}),
  ...(search.type ? { type: search.type } : {}),
  ...(search.priority ? { priority: search.priority as ViewFilter['priority'] } : {}),
});

/** How long a screen waits for what it shows: what comes sooner is drawn at once, what takes longer behind an outline. */
const PATIENCE = 150;
const patiently = (work: Promise<unknown>) => Promise.race([work, new Promise((resolve) => setTimeout(resolve, PATIENCE))]);

/** Reads what the inbox shows, if it was not read before. */
export async function readInbox(client: QueryClient, view: string, search: InboxFilters): Promise<void> {
  const list = listOf(filtersOf(view, search));
  const views = client.prefetchQuery(viewsQuery);
  if (list.store.get().updatedAt === 0) {
    await patiently(Promise.all([list.load(), views]));
  }
}

/** Reads what a case's page shows, if it was not read before; what is there, however old, is drawn at once. */
export async function readCase(client: QueryClient, id: string): Promise<void> {
  if (!client.getQueryData(caseQuery(id).queryKey)) {
    await patiently(prefetchCase(client, id, { whole: true }));
  }
}

/** Changes a case wherever it is shown; a copy newer than what is told stays. */
export function patchEverywhere(client: QueryClient, id: string, part: Partial<Case>): void {
  const isOld = (it: { version: number }) => it.version > (part.version ?? Infinity);
  lists.forEach((list) => {
    const row = list.store.get().rows.get(id);
    if (row && !isOld(row)) {
      list.patch(id, part);
    }
  });
  client.setQueryData<Case>(caseQuery(id).queryKey, (it) => (it && !isOld(it) ? { ...it, ...part } : it));
}

/** The newest copy of a case, of its page or of a list. */
export function newestOf(client: QueryClient, id: string): Case | CaseRow | undefined {
  const known: (Case | CaseRow | undefined)[] = [client.getQueryData<Case>(caseQuery(id).queryKey), ...[...lists.values()].map((it) => it.store.get().rows.get(id))];
  return known.reduce((best, it) => (it && it.version > (best?.version ?? -1) ? it : best), undefined);
}

/** The case after this one in the list it was opened from; what left the view is passed over. */
export function neighbour(filters: Query, id: string, step: 1 | -1): string | null {
  const { ids, left } = listOf(filters).store.get();
  for (let at = ids.indexOf(id) + step; at >= 0 && at < ids.length; at += step) {
    const next = ids[at];
    if (next !== undefined && !left.has(next)) {
      return next;
    }
  }
  return null;
}

export interface View {
  id: string;
  /** Given by whoever saved it; the built-in ones are named by the locale. */
  name: string | null;
  sort: string;
  count: number;
  filter: ViewFilter;
  /** What was saved, if it was: it can be changed and dropped. */
  saved: { version: number; is_shared: boolean; place: number } | null;
}

export const viewsOf = (it: InboxViews | undefined): View[] => [
  ...(it?.built_in ?? []).map(({ key, sort, count, filter }) => ({ id: key, name: null, sort, count, filter, saved: null })),
  ...(it?.saved ?? []).map(({ id, name, sort, count, filter, version, is_shared, place }) => ({ id, name, sort, count, filter, saved: { version, is_shared, place } })),
];
