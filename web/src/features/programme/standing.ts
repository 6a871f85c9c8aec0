import type { LiveEvent } from '@/api/live';

/** What became of the call-backs on screen since they were read. */
export interface Standing {
  /** Owed since, and not on screen. */
  fresh: ReadonlySet<string>;
  /** No longer owed: how each ended. They stay in their place until one asks for what is new. */
  ended: ReadonlyMap<string, string>;
}

export const AS_READ: Standing = { fresh: new Set(), ended: new Map() };

export const ending = (now: Standing, id: string, outcome: string): Standing => ({
  fresh: new Set([...now.fresh].filter((it) => it !== id)),
  ended: new Map(now.ended).set(id, outcome),
});

export function hearing(now: Standing, { name, data }: Pick<LiveEvent, 'name' | 'data'>): Standing {
  const id = String(data['callback_id']);
  return name === 'callback_opened' ? { ...now, fresh: new Set(now.fresh).add(id) } : ending(now, id, String(data['outcome']));
}

/** How many of the rows on screen have ended. */
export const endedAmong = ({ ended }: Standing, ids: readonly string[]) => ids.filter((id) => ended.has(id)).length;
