import { useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useRef, useState } from 'react';

import { ApiError, get, put, remove } from '@/api/http';
import { useMe } from '@/api/session';
import type { Draft } from '@/api/types';
import { keep, kept, release } from '@/shell/kept';

import type { Mode } from './live';

const PAUSE = 2000;

export interface DraftState {
  text: string;
  set: (text: string) => void;
  /** When the server last had it. */
  savedAt: Date | null;
  /** Not saved: tried again by itself. */
  failed: boolean;
  ready: boolean;
  /** Forgets it here and there: it was sent. */
  clear: () => void;
  /** Takes back what was sent, in the browser and on the server; works after the editor was closed. */
  restore: (text: string) => Promise<void>;
}

/** A draft of one case and mode: saved every two seconds and on leaving, mirrored in the browser until acknowledged. */
export function useDraft(caseId: string, mode: Mode): DraftState {
  const me = useMe();
  const client = useQueryClient();
  const key = `${me?.id ?? ''}/${caseId}/${mode}`;
  const [text, setText] = useState('');
  const [ready, setReady] = useState(false);
  const [savedAt, setSavedAt] = useState<Date | null>(null);
  const [failed, setFailed] = useState(false);
  const latest = useRef({ text: '', dirty: false, version: null as number | null });
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const save = useCallback(async () => {
    clearTimeout(timer.current);
    if (!latest.current.dirty) {
      return;
    }
    const body = latest.current.text;
    latest.current.dirty = false;
    try {
      if (body === '') {
        await remove(`/cases/${caseId}/drafts/${mode}`).catch((error: unknown) => {
          if (!(error instanceof ApiError) || error.status !== 404) {
            throw error;
          }
        });
      } else {
        const saved = await put<Draft | undefined>(`/cases/${caseId}/drafts/${mode}`, { body });
        latest.current.version = saved?.version ?? null;
      }
      setSavedAt(new Date());
      setFailed(false);
      if (!latest.current.dirty) {
        void release(key);
      }
    } catch {
      latest.current.dirty = true;
      setFailed(true);
      timer.current = setTimeout(() => void save(), 5000);
    }
  }, [caseId, mode, key]);

  useEffect(() => {
    let current = true;
    void (async () => {
      const [local, remote] = await Promise.all([kept(key), get<Draft | undefined>(`/cases/${caseId}/drafts/${mode}`).catch(() => undefined)]);
      if (!current) {
        return;
      }
      // The mirror is there only while the server has not acknowledged it: it is the newer one.
      const body = local ?? remote?.body ?? '';
      if (latest.current.text === '') {
        latest.current = { text: body, dirty: local !== undefined && local !== remote?.body, version: remote?.version ?? null };
        setText(body);
      }
      setSavedAt(remote ? new Date(remote.updated_at) : null);
      setReady(true);
    })();
    const leave = () => void save();
    window.addEventListener('pagehide', leave);
    return () => {
      current = false;
      window.removeEventListener('pagehide', leave);
      void save();
    };
  }, [caseId, mode, key, save, client]);

  const set = (next: string) => {
    latest.current.text = next;
    latest.current.dirty = true;
    setText(next);
    void keep(key, next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), PAUSE);
  };
  const clear = () => {
    clearTimeout(timer.current);
    latest.current = { text: '', dirty: false, version: null };
    setText('');
    setSavedAt(null);
    void release(key);
    remove(`/cases/${caseId}/drafts/${mode}`).catch(() => undefined);
  };
  const restore = async (next: string) => {
    latest.current = { text: next, dirty: true, version: null };
    setText(next);
    await keep(key, next);
    await save();
  };
  return { text, set, savedAt, failed, ready, clear, restore };
}
