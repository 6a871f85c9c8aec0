import { type QueryClient, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';

import { whose } from '@/api/known';
import { onLive } from '@/api/live';
import type { LiveList } from '@/api/live-list';
import type { CaseRow, Draft } from '@/api/types';

import { caseQuery, viewsQuery } from './calls';

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

const isCaseEvent = (name: string) => name.startsWith('case_') || name.startsWith('deadline_') || name === 'interaction_recorded' || name === 'reset';

/** Reads who is on the cases that are told of, if the list has them, each case once however often it is told. */
function presenceOf(client: QueryClient, list: LiveList<CaseRow>): { ask: (id: string) => void; stop: () => void } {
  const told = new Set<string>();
  const reading = paced(async () => {
    const ids = [...told].filter((id) => list.store.get().rows.has(id));
    told.clear();
    await Promise.all(
      ids.map((id) =>
        client.fetchQuery({ ...caseQuery(id), staleTime: 0 }).then(
          ({ present }) => list.patch(id, { present }),
          () => undefined,
        ),
      ),
    );
  });
  return {
    ask: (id) => {
      told.add(id);
      reading.ask();
    },
    stop: reading.stop,
  };
}

/** Keeps a list and the counts of the views true while they are on screen. */
export function useLiveInbox(list: LiveList<CaseRow>) {
  const client = useQueryClient();
  useEffect(() => {
    const rows = paced(() => list.refresh());
    const presence = presenceOf(client, list);
    const counts = paced(() => client.refetchQueries({ queryKey: viewsQuery.queryKey }));
    const off = onLive((event) => {
      if (event.name === 'case_presence_changed') {
        // Who looks at a case changes neither the order nor the counts, and colleagues come and go all day.
        presence.ask(String(event.data['case_id']));
      } else if (isCaseEvent(event.name)) {
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
      presence.stop();
      counts.stop();
    };
  }, [list, client]);
}

export type Mode = Draft['mode'];
