/** What can be done to a case, from a row as from its page: applied at once, one entry on the action line, undone by Z. */
import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';

import { useMe } from '@/api/session';
import type { Me, Named, Priority, WaitingCause } from '@/api/types';
import { alarm } from '@/shell/announce';
import { forget, record, rename } from '@/shell/undo';
import { useWords, type Words } from '@/words';

import { newestOf } from './calls';
import type { Correction } from './correction';
import { asleepAs, closed, closedAs, corrected, type Deed, following, given, givenAs, type Known, noted, openAs, paused, ranked, reopened, resumed, snoozed, snoozedAs, teamOf, waitingAs, woken } from './deeds';
import { caseWorks } from './work';

export type { Correction } from './correction';

/** Waits for all; throws what the server said of the first it refused. */
async function all(works: readonly Promise<unknown>[]) {
  const refused = (await Promise.allSettled(works)).find((it) => it.status === 'rejected');
  if (refused) {
    throw refused.reason instanceof Error && refused.reason.cause ? refused.reason.cause : refused.reason;
  }
}

export function caseActs(client: QueryClient, t: Words, me: Pick<Me, 'id' | 'name'> | undefined) {
  const { begin, takeBack } = caseWorks(client, t);

  /** One entry on the action line for one act, however many cases it touched; one more if some of it was refused. */
  const act = async (ids: readonly string[], label: (count: number) => string, deed: (now: Known | undefined) => Deed, back: (before: Known) => Deed) => {
    const works = ids.map((id) => begin(id, deed(newestOf(client, id))));
    const stands = new Set(works);
    works.forEach((it) => it.made.catch(() => stands.delete(it)));
    const entry = record({ label: label(ids.length), undo: () => all(Array.from(stands, (it) => takeBack(it, back).made)) });
    const results = await Promise.allSettled(works.map((it) => it.made));
    const refused = results.filter((it) => it.status === 'rejected');
    if (refused.length === works.length) {
      forget(entry);
    }
    if (refused[0]) {
      rename(entry, label(works.length - refused.length));
      record({ label: refused[0].reason instanceof Error ? refused[0].reason.message : t('case-act-not-done'), tone: 'failed' });
      alarm(t('case-act-not-done'));
    }
    return results;
  };

  /** Without a team it stays with the one it has. */
  const assign = (ids: readonly string[], owner: Named | null, team?: Named | null) =>
    act(
      ids,
      (count) => (owner ? t('case-done-assigned', { name: owner.name, count }) : team ? t('case-done-assigned', { name: team.name, count }) : t('case-done-unassigned', { count })),
      (now) => given(owner, team === undefined ? teamOf(now) : team),
      givenAs,
    );

  return {
    mine: (id: string) => me && assign([id], { id: me.id, name: me.name }),
    assign,
    /** For `cause`, until then at most; the note says what is awaited. */
    wait: (ids: readonly string[], cause: WaitingCause, { until, note, at }: { until: string | null; note: string; at: string } = { until: null, note: '', at: '' }) =>
      act(
        ids,
        (count) => (until ? t('case-done-waiting-until', { count, at }) : t('case-done-waiting', { count })),
        // The note first: whoever takes the pause back finds the case as the pause left it.
        () => (note === '' ? paused(cause, until) : following(noted(note), paused(cause, until))),
        waitingAs,
      ).finally(() => note !== '' && ids.forEach((id) => void client.invalidateQueries({ queryKey: ['thread', id] }))),
    snooze: (ids: readonly string[], until: string, at: string) => act(ids, (count) => t('case-done-snoozed', { count, at }), () => snoozed(until), asleepAs),
    wake: (id: string) => act([id], () => t('case-done-woken'), () => woken, snoozedAs),
    resume: (id: string) => act([id], () => t('case-done-resumed'), () => resumed, openAs),
    close: (ids: readonly string[]) => act(ids, (count) => t('case-done-closed', { count }), closed, closedAs),
    reopen: (id: string) => act([id], () => t('case-done-reopened'), () => reopened, closed),
    /** Puts right what was misread; another promise may fit then, which the server chooses and the ledger tells. */
    correct: (id: string, it: Correction) => {
      const label = it.fields.map((field) => t('case-corrected-field', { field })).join(', ');
      return act([id], () => t('case-done-corrected', { fields: label }), () => corrected(it.to), () => corrected(it.from));
    },
    prioritise: (ids: readonly string[], priority: Priority) =>
      act(ids, (count) => t('case-done-priority', { count, priority: t('case-priority', { priority }) }), () => ranked(priority), (before) => ranked(before.priority)),
  };
}

export type CaseActs = ReturnType<typeof caseActs>;

export function useCaseActs(): CaseActs {
  const client = useQueryClient();
  const t = useWords();
  const me = useMe();
  return useMemo(() => caseActs(client, t, me), [client, t, me]);
}
