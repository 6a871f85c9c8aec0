/**
 * One act on one case: shown at once, sent in its turn. What it made is kept as { the case before, the case it made }, so
 * that taking it back touches only a case nobody changed since, and puts back what was there.
 */
import type { QueryClient } from '@tanstack/react-query';

import { ApiError, get } from '@/api/http';
import type { Case } from '@/api/types';
import { untilRetry, waitingActs } from '@/shell/waiting';
import { errorText } from '@/ui/states';
import type { Words } from '@/words';

import { caseQuery, newestOf, patchEverywhere } from './calls';
import type { Deed, Known } from './deeds';
import { setTrouble } from './troubles';

interface Made {
  before: Known;
  now: Case;
}

export interface Work {
  id: string;
  /** The case as it stood on screen when the act was done. */
  seen: Known | undefined;
  made: Promise<Made>;
}

/** The case as the last act on it left it, when that is known for sure: the next one builds on it. */
const turns = new Map<string, Promise<Case | null>>();
/** What is shown before the server has answered, in the order done. */
const pending = new Map<string, readonly Deed['shown'][]>();
/** Which version stands for an older one again, since all that was done in between was taken back. */
const renewed = new Map<string, number>();

function standing(id: string, version: number): number {
  const again = renewed.get(`${id}/${version}`);
  return again === undefined ? version : standing(id, again);
}

export function caseWorks(client: QueryClient, t: Words) {
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
  const sendAll = async (id: string, version: number, deed: Deed): Promise<Case> => {
    let now: Case | null = null;
    for (const call of deed.calls(id)) {
      now = await insist(id, () => call(now?.version ?? version));
    }
    return now ?? (await insist(id, () => get<Case>(`/cases/${id}`)));
  };
  /** What is true, under what is still on its way. */
  const show = (id: string, truth: Partial<Case>) => patchEverywhere(client, id, Object.assign({}, truth, ...(pending.get(id) ?? [])) as Partial<Case>);
  const settle = (id: string, { before, now }: Made) => {
    show(id, now);
    void client.invalidateQueries({ queryKey: ['clocks', id] });
    void client.invalidateQueries({ queryKey: ['history', id] });
    if (before.person_id !== now.person_id) {
      // Its contacts went along.
      [['thread', id], ['person-timeline'], ['person-cases'], ['customer-cases'], ['timeline']].forEach((queryKey) => void client.invalidateQueries({ queryKey }));
    }
  };

  const run = (id: string, shown: Partial<Case>, send: (before: Known) => Promise<Case>): Work => {
    const seen = newestOf(client, id);
    setTrouble(id, null);
    pending.set(id, [...(pending.get(id) ?? []), shown]);
    patchEverywhere(client, id, shown);
    const over = () => pending.set(id, (pending.get(id) ?? []).filter((it) => it !== shown));
    let left: Case | null = null;
    const work = async (last: Case | null): Promise<Made> => {
      const known = last && last.version >= (seen?.version ?? 0) ? last : seen;
      const before = known ?? (await client.fetchQuery(caseQuery(id)));
      try {
        const now = await send(before);
        over();
        left = now;
        setTrouble(id, null);
        settle(id, { before, now });
        return { before, now };
      } catch (error) {
        over();
        const truth = await client.fetchQuery({ ...caseQuery(id), staleTime: 0 }).catch(() => null);
        left = truth?.version === before.version ? truth : null;
        show(id, truth ?? (Object.fromEntries(Object.keys(shown).map((it) => [it, before[it as keyof Known]])) as Partial<Case>));
        const text = t('case-act-failed', { reason: errorText(error, t) });
        setTrouble(id, { text, isWaiting: false });
        throw new Error(text, { cause: error });
      }
    };
    const made = (turns.get(id) ?? Promise.resolve(null)).then(work);
    turns.set(id, made.then(() => left, () => left));
    return { id, seen, made };
  };

  return {
    begin: (id: string, deed: Deed): Work => run(id, deed.shown, (before) => sendAll(id, before.version, deed)),
    takeBack: ({ id, seen, made }: Work, back: (before: Known) => Deed): Work =>
      run(id, seen ? back(seen).shown : {}, async () => {
        const act = await made.catch(() => null);
        if (!act) {
          // It was refused after all: there is nothing to take back.
          return get<Case>(`/cases/${id}`);
        }
        const now = await sendAll(id, standing(id, act.now.version), back(act.before));
        renewed.set(`${id}/${act.before.version}`, now.version);
        return now;
      }),
  };
}
