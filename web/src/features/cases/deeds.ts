/** What can be done to a case and how each is taken back: what the screen shows meanwhile, and what the server is told. */
import { get, patch, post, put, remove } from '@/api/http';
import type { Case, CaseRow, Named, Priority, WaitingCause } from '@/api/types';

import type { Side } from './correction';

/** A case as a row or as its page knows it. */
export type Known = Case | CaseRow;

/** One request on a case of that version; it answers the case it made. */
export type Call = (version: number) => Promise<Case>;

export interface Deed {
  shown: Partial<Case>;
  /** One after the other, each on what the one before it made. */
  calls: (id: string) => readonly Call[];
}

export const following = (...deeds: readonly Deed[]): Deed => ({
  shown: Object.assign({}, ...deeds.map((it) => it.shown)) as Partial<Case>,
  calls: (id) => deeds.flatMap((it) => it.calls(id)),
});

export const given = (owner: Named | null, team: Named | null): Deed => ({
  shown: { owner_id: owner?.id ?? null, owner_name: owner?.name ?? null, team_id: team?.id ?? null, team_name: team?.name ?? null },
  calls: (id) => [(it) => put(`/cases/${id}/assignment`, { owner_id: owner?.id ?? null, team_id: team?.id ?? null }, it)],
});
export const paused = (cause: WaitingCause, until: string | null = null): Deed => ({
  shown: { state: 'waiting', waiting: { cause, until }, snoozed_until: null },
  calls: (id) => [(it) => put(`/cases/${id}/waiting`, until ? { cause, until } : { cause }, it)],
});
/** What is awaited, for colleagues to read; it stays when the act it explains is taken back. */
export const noted = (text: string): Deed => ({
  shown: {},
  calls: (id) => {
    const idempotencyKey = crypto.randomUUID();
    return [() => post(`/cases/${id}/notes`, { text }, { idempotencyKey }).then(() => get<Case>(`/cases/${id}`))];
  },
});
export const resumed: Deed = { shown: { state: 'open', waiting: null }, calls: (id) => [(it) => remove(`/cases/${id}/waiting`, it)] };
export const snoozed = (until: string): Deed => ({ shown: { snoozed_until: until }, calls: (id) => [(it) => put(`/cases/${id}/snooze`, { until }, it)] });
export const woken: Deed = { shown: { snoozed_until: null }, calls: (id) => [(it) => remove(`/cases/${id}/snooze`, it)] };
export const closed = (): Deed => ({
  shown: { state: 'closed', waiting: null, snoozed_until: null, closed_at: new Date().toISOString() },
  calls: (id) => [(it) => put(`/cases/${id}/closure`, {}, it)],
});
export const reopened: Deed = { shown: { state: 'open', waiting: null, closed_at: null }, calls: (id) => [(it) => remove(`/cases/${id}/closure`, it)] };
export const ranked = (priority: Priority): Deed => ({ shown: { priority }, calls: (id) => [(it) => patch(`/cases/${id}`, { priority }, it)] });
export const corrected = (side: Side): Deed => ({ shown: side.shown, calls: (id) => [(it) => patch(`/cases/${id}`, side.patch, it)] });

const nothing: Deed = { shown: {}, calls: () => [] };
const named = (id: string | null | undefined, name: string | null | undefined): Named | null => (id ? { id, name: name ?? '' } : null);
const isAhead = (at: string | null | undefined): at is string => Boolean(at) && new Date(at ?? 0) > new Date();

export const teamOf = (it: Known | undefined): Named | null => named(it?.team_id, it?.team_name);

/** Back to whom it was with. */
export const givenAs = (before: Known): Deed => given(named(before.owner_id, before.owner_name), teamOf(before));

/** Back to its sleep, unless that is over by now. */
export const snoozedAs = (before: Known): Deed => (isAhead(before.snoozed_until) ? snoozed(before.snoozed_until) : nothing);

const pausedAs = ({ waiting }: Known): Deed | null => (waiting && (!waiting.until || isAhead(waiting.until)) ? paused(waiting.cause, waiting.until ?? null) : null);

/** From a pause, back to what was waited for before, or to nothing. */
export const waitingAs = (before: Known): Deed => following(pausedAs(before) ?? resumed, snoozedAs(before));
/** From open, back to the pause it was in. */
export const openAs = (before: Known): Deed => pausedAs(before) ?? nothing;
/** From closed, back to what it was: open, waiting or asleep. */
export const closedAs = (before: Known): Deed => following(reopened, pausedAs(before) ?? nothing, snoozedAs(before));
/** From a sleep, back to the one before it, or awake. */
export const asleepAs = (before: Known): Deed => (isAhead(before.snoozed_until) ? snoozed(before.snoozed_until) : woken);
