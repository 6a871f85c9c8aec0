/** What can be done to a case, from a row as from its page: applied at once, one entry on the action line, undone by Z. */
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { ApiError, get, patch, put, remove } from '@/api/http';
import { useMe } from '@/api/session';
import type { Case, Named, Priority, WaitingCause } from '@/api/types';
import { alarm } from '@/shell/announce';
import { forget, record } from '@/shell/undo';
import { untilRetry, waitingActs } from '@/shell/waiting';
import { errorText } from '@/ui/states';
import { useWords } from '@/words';

import { caseQuery, patchEverywhere, rowOf, versionOf } from './calls';
import type { Correction, Side } from './correction';
import { setTrouble } from './troubles';

export type { Correction } from './correction';

/** Acts on one case follow each other, so that each carries the version the one before it made. */
const queues = new Map<string, Promise<unknown>>();
function inTurn<T>(id: string, work: () => Promise<T>): Promise<T> {
  const turn = (queues.get(id) ?? Promise.resolve()).then(work, work);
  queues.set(id, turn.catch(() => undefined));
  return turn;
}

export function useCaseActs() {
  const client = useQueryClient();
  const t = useWords();
  const me = useMe();
  return useMemo(() => {
    const current = (id: string) => client.getQueryData<Case>(caseQuery(id).queryKey) ?? rowOf(id);
    const settle = (id: string) => {
      void client.invalidateQueries({ queryKey: ['clocks', id] });
      void client.invalidateQueries({ queryKey: ['history', id] });
    };
    const version = async (id: string) => versionOf(client, id) ?? (await client.fetchQuery(caseQuery(id))).version;
    /** Why it was refused, in words that fit on the row. */
    const reasonOf = (error: unknown, truth: Case | null): string => {
      if (error instanceof ApiError && (error.status === 412 || error.status === 409)) {
        return t('case-act-stale', { name: truth?.owner_name ?? t('case-act-someone') });
      }
      return t('case-act-failed', { reason: errorText(error, t) });
    };
    /** Tried until the server answers: what was done stays on screen, marked as waiting. */
    const insist = async <T>(id: string, call: () => Promise<T>): Promise<T> => {
      let isCounted = false;
      try {
        for (let tries = 0; ; tries += 1) {
          try {
            return await call();
          } catch (error) {
            if (!(error instanceof ApiError) || !(error.isOffline || error.status === 503 || error.status === 429)) {
              throw error;
            }
            if (!isCounted) {
              isCounted = true;
              waitingActs.set((it) => it + 1);
            }
            setTrouble(id, { text: t('case-act-waiting'), isWaiting: true });
            await untilRetry(tries, error.retryAfter);
          }
        }
      } finally {
        if (isCounted) {
          waitingActs.set((it) => it - 1);
        }
      }
    };
    const send = (id: string, part: Partial<Case>, call: (version: number) => Promise<Case | undefined>) => {
      setTrouble(id, null);
      const back = patchEverywhere(client, id, part);
      return inTurn(id, async () => {
        try {
          const fresh = await insist(id, async () => call(await version(id)));
          setTrouble(id, null);
          patchEverywhere(client, id, fresh ?? (await get<Case>(`/cases/${id}`)));
          settle(id);
        } catch (error) {
          back();
          const isStale = error instanceof ApiError && (error.status === 412 || error.status === 409);
          const truth = isStale ? await client.fetchQuery({ ...caseQuery(id), staleTime: 0 }).catch(() => null) : null;
          if (truth) {
            patchEverywhere(client, id, truth);
          }
          const text = reasonOf(error, truth);
          setTrouble(id, { text, isWaiting: false });
          throw new Error(text, { cause: error });
        }
      });
    };
    /** One entry on the action line for one act, however many cases it touched; one more if some of it was refused. */
    const done = async (label: string, works: Promise<unknown>[], undo: () => Promise<unknown>) => {
      const entry = record({ label, undo });
      const results = await Promise.allSettled(works);
      const refused = results.filter((it) => it.status === 'rejected');
      if (refused.length === works.length) {
        forget(entry);
      }
      if (refused[0]) {
        record({ label: refused[0].reason instanceof Error ? refused[0].reason.message : t('case-act-not-done'), tone: 'failed' });
        alarm(t('case-act-not-done'));
      }
      return results;
    };

    const assignOne = (id: string, owner: Named | null, team?: Named | null) => {
      const now = current(id);
      const to = team === undefined ? { id: now?.team_id ?? null, name: now?.team_name ?? null } : { id: team?.id ?? null, name: team?.name ?? null };
      return send(id, { owner_id: owner?.id ?? null, owner_name: owner?.name ?? null, team_id: to.id, team_name: to.name }, (it) =>
        put<Case>(`/cases/${id}/assignment`, { owner_id: owner?.id ?? null, team_id: to.id }, it),
      );
    };
    const named = (id: string | null | undefined, name: string | null | undefined): Named | null => (id ? { id, name: name ?? '' } : null);
    const assign = (ids: readonly string[], owner: Named | null, team?: Named | null) => {
      const before = ids.map((id) => {
        const now = current(id);
        return { id, owner: named(now?.owner_id, now?.owner_name), team: named(now?.team_id, now?.team_name) };
      });
      const label = owner ? t('case-done-assigned', { name: owner.name, count: ids.length }) : team ? t('case-done-assigned', { name: team.name, count: ids.length }) : t('case-done-unassigned', { count: ids.length });
      return done(
        label,
        ids.map((id) => assignOne(id, owner, team)),
        () => Promise.all(before.map((it) => assignOne(it.id, it.owner, it.team))),
      );
    };
    const resumeOne = (id: string) => send(id, { state: 'open', waiting: null }, (it) => remove<Case>(`/cases/${id}/waiting`, it));
    const waitOne = (id: string, cause: WaitingCause) =>
      send(id, { state: 'waiting', waiting: { cause, until: null }, snoozed_until: null }, (it) => put<Case>(`/cases/${id}/waiting`, { cause }, it));
    const wakeOne = (id: string) => send(id, { snoozed_until: null }, (it) => remove<Case>(`/cases/${id}/snooze`, it));
    const snoozeOne = (id: string, until: string) => send(id, { snoozed_until: until }, (it) => put<Case>(`/cases/${id}/snooze`, { until }, it));
    const reopenOne = (id: string) => send(id, { state: 'open', waiting: null, closed_at: null }, (it) => remove<Case>(`/cases/${id}/closure`, it));
    const closeOne = (id: string) =>
      send(id, { state: 'closed', waiting: null, snoozed_until: null, closed_at: new Date().toISOString() }, (it) => put<Case>(`/cases/${id}/closure`, {}, it));
    const priorityOne = (id: string, priority: Priority) => send(id, { priority }, (it) => patch<Case>(`/cases/${id}`, { priority }, it));

    const correctOne = (id: string, side: Side) => send(id, side.shown, (it) => patch<Case>(`/cases/${id}`, side.patch, it));

    return {
      mine: (id: string) => me && assign([id], { id: me.id, name: me.name }),
      assign,
      wait: (ids: readonly string[], cause: WaitingCause) =>
        done(
          t('case-done-waiting', { count: ids.length }),
          ids.map((id) => waitOne(id, cause)),
          () => Promise.all(ids.map(resumeOne)),
        ),
      snooze: (ids: readonly string[], until: string, at: string) => {
        const before = ids.map((id) => ({ id, until: current(id)?.snoozed_until ?? null }));
        return done(
          t('case-done-snoozed', { count: ids.length, at }),
          ids.map((id) => snoozeOne(id, until)),
          () => Promise.all(before.map((it) => (it.until ? snoozeOne(it.id, it.until) : wakeOne(it.id)))),
        );
      },
      wake: (id: string) => {
        const until = current(id)?.snoozed_until;
        return done(t('case-done-woken'), [wakeOne(id)], async () => until && snoozeOne(id, until));
      },
      resume: (id: string) => {
        const cause = current(id)?.waiting?.cause ?? 'customer';
        return done(t('case-done-resumed'), [resumeOne(id)], () => waitOne(id, cause));
      },
      close: (ids: readonly string[]) =>
        done(
          t('case-done-closed', { count: ids.length }),
          ids.map((id) => closeOne(id)),
          () => Promise.all(ids.map(reopenOne)),
        ),
      reopen: (id: string) => done(t('case-done-reopened'), [reopenOne(id)], () => closeOne(id)),
      /** Puts right what was misread; another promise may fit then, which the server chooses and the ledger tells. */
      correct: (id: string, it: Correction) => {
        const label = it.fields.map((field) => t('case-corrected-field', { field })).join(', ');
        return done(t('case-done-corrected', { fields: label }), [correctOne(id, it.to)], () => correctOne(id, it.from));
      },
      prioritise: (id: string, priority: Priority) => {
        const before = current(id)?.priority ?? 'normal';
        return done(t('case-done-priority', { priority: t('case-priority', { priority }) }), [priorityOne(id, priority)], () => priorityOne(id, before));
      },
    };
  }, [client, t, me]);
}

export type CaseActs = ReturnType<typeof useCaseActs>;
