/**
 * The draft of one person, case and mode: the only one that writes it, whatever editors come and go. It is saved two
 * seconds after the last letter and on leaving, and kept in the browser until the server has acknowledged it.
 */
import { ApiError, get, isPassing, put, remove } from '@/api/http';
import { untilOurs } from '@/api/known';
import type { Draft } from '@/api/types';
import { keep, kept, release } from '@/shell/kept';
import { createStore, type Store } from '@/shell/store';

const PAUSE = 2000;
const AGAIN = 5000;

export interface DraftState {
  text: string;
  /** What the server has was read: one may write. */
  ready: boolean;
  /** Why it could not be read: nothing is written over what nobody has seen. */
  unread: unknown;
  /** When the server last had it. */
  savedAt: Date | null;
  /** Why it is not saved, or null; what may pass is tried again by itself, what is refused with the next letter. */
  failed: ApiError | null;
}

export interface DraftBox {
  store: Store<DraftState>;
  /** Reads it, unless there is something here that the server has not got yet. */
  open: () => Promise<void>;
  set: (text: string) => void;
  save: () => Promise<void>;
  /** Forgets it here and there: it was sent. */
  clear: () => void;
  /** Takes back what was sent, in the browser and on the server; what was begun since stays below it. */
  restore: (text: string) => Promise<void>;
}

const isNone = (error: unknown) => error instanceof ApiError && error.status === 404;

export function createDraftBox(key: string, path: string): DraftBox {
  const store = createStore<DraftState>({ text: '', ready: false, unread: null, savedAt: null, failed: null });
  const tell = (part: Partial<DraftState>) => store.set((now) => ({ ...now, ...part }));
  let isDirty = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<void> | null = null;

  const later = (ms: number) => {
    clearTimeout(timer);
    timer = setTimeout(() => void save(), ms);
  };
  const write = async () => {
    // A stranger's session saves nothing in their name.
    await untilOurs();
    const body = store.get().text;
    isDirty = false;
    try {
      if (body === '') {
        await remove(path).catch((error: unknown) => {
          if (!isNone(error)) {
            throw error;
          }
        });
      } else {
        await put<Draft>(path, { body });
      }
      tell({ savedAt: body === '' ? null : new Date(), failed: null });
      if (!isDirty) {
        await release(key);
      }
    } catch (error) {
      isDirty = true;
      const failed = error instanceof ApiError ? error : new ApiError({ title: String(error), status: 0, code: 'unexpected' });
      tell({ failed });
      if (failed.status === 401) {
        later(0);
      } else if (isPassing(failed)) {
        later(AGAIN);
      }
    }
  };
  /** One write at a time, each of the newest text. */
  const save = async (): Promise<void> => {
    clearTimeout(timer);
    await saving;
    if (isDirty && !saving) {
      saving = write().finally(() => {
        saving = null;
      });
    }
    await saving;
  };
  const typed = (text: string) => {
    isDirty = true;
    tell({ text });
    return keep(key, text);
  };
  const open = async () => {
    if (isDirty || saving) {
      tell({ ready: true });
      return;
    }
    tell({ ready: false, unread: null });
    const [local, remote] = await Promise.all([kept(key), get<Draft | undefined>(path).then((draft) => ({ draft }), (error: unknown) => (isNone(error) ? { draft: undefined } : { error }))]);
    if (isDirty) {
      tell({ ready: true });
    } else if (local !== undefined) {
      // The mirror is there only while the server has not acknowledged it: it is the newer one.
      isDirty = true;
      tell({ text: local, ready: true });
      later(PAUSE);
    } else if ('error' in remote) {
      tell({ unread: remote.error });
    } else {
      tell({ text: remote.draft?.body ?? '', ready: true, savedAt: remote.draft ? new Date(remote.draft.updated_at) : null });
    }
  };
  return {
    store,
    open,
    set: (text) => {
      void typed(text);
      later(PAUSE);
    },
    save,
    clear: () => {
      void typed('');
      tell({ savedAt: null });
      void save();
    },
    restore: async (text) => {
      if (!store.get().ready) {
        await open();
      }
      const since = store.get().text;
      await typed(since.trim() === '' || since === text ? text : `${text}\n\n${since}`);
      await save();
    },
  };
}
