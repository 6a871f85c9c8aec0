import { useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { whose } from '@/api/known';
import { onLive } from '@/api/live';
import type { LiveList } from '@/api/live-list';
import type { CaseRow, Draft } from '@/api/types';

import { viewsQuery } from './calls';

/** The least time between two reads of a list or of the counts, however many events arrive. */
const PACE = 1000;

function paced(work: () => Promise<unknown>): { ask: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let running = false;
  let again = false;
  const run = () => {
    timer = undefined;
    running = true;
    void work().finally(() => {
      running = false;
      if (again) {
        again = false;
        ask();
      }
    });
  };
  const ask = () => {
    if (running) {
      again = true;
    } else {
      timer ??= setTimeout(run, PACE);
    }
  };
  return { ask, stop: () => clearTimeout(timer) };
}

const isCaseEvent = (name: string) => name.startsWith('case_') || name.startsWith('deadline_') || name === 'interaction_recorded' || name === 'presence_changed' || name === 'reset';

/** Keeps a list and the counts of the views true while they are on screen. */
export function useLiveInbox(list: LiveList<CaseRow>) {
  const client = useQueryClient();
  useEffect(() => {
    const rows = paced(() => list.refresh());
    const counts = paced(() => client.refetchQueries({ queryKey: viewsQuery.queryKey }));
    const off = onLive((event) => {
      if (isCaseEvent(event.name)) {
        rows.ask();
        counts.ask();
      }
    });
    // What happened between the reading and the listening, or was refused while nobody was signed in.
    rows.ask();
    const offOurs = whose.watch(() => {
      if (whose.get() === 'ours') {
        rows.ask();
      }
    });
    return () => {
      off();
      offOurs();
      rows.stop();
      counts.stop();
    };
  }, [list, client]);
}

export type Mode = Draft['mode'];
