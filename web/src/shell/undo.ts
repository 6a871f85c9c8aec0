/**
 * The action line's memory: the last own acts, newest first, each with the way back.
 *
 * Nothing disappears by itself: an entry stays until the next one. Z takes the newest that can still be undone.
 */
import { isUnsure } from '@/api/http';

import { createStore } from './store';

export interface Done {
  id: number;
  /** Already in the person's language: « Dossier clos ». */
  label: string;
  undo?: (() => Promise<unknown>) | undefined;
  /** Undo is offered until then, in epoch milliseconds: a held reply leaves at this instant. */
  until?: number | undefined;
  isUndoing?: boolean | undefined;
  tone?: 'plain' | 'failed' | undefined;
}

const KEPT = 20;
let counter = 0;

export const done = createStore<readonly Done[]>([]);

export function record(entry: Omit<Done, 'id'>): number {
  counter += 1;
  const id = counter;
  done.set((now) => [{ ...entry, id }, ...now].slice(0, KEPT));
  return id;
}

export function forget(id: number) {
  done.set((now) => now.filter((it) => it.id !== id));
}

/** Says it anew: less was done than was asked. */
export function rename(id: number, label: string) {
  done.set((now) => now.map((it) => (it.id === id ? { ...it, label } : it)));
}

/** How long an act that can no longer be undone stands before the older ones, in milliseconds: a key pressed for it is not theirs. */
const STANDS = 1000;

/** The act that Z is about; one that left a moment ago still is, though it cannot be had back. */
export function undoable(now = Date.now()): Done | undefined {
  return done.get().find((it) => it.undo && !it.isUndoing && (it.until === undefined || it.until + STANDS > now));
}

export const isGone = (it: Done, now = Date.now()) => it.until !== undefined && it.until <= now;

/** Undoes the act that the screen names; throws when the server refuses. It is forgotten once it is known what became of it. */
export async function undo(id: number | undefined): Promise<'undone' | 'gone' | 'nothing'> {
  const entry = done.get().find((it) => it.id === id);
  if (!entry?.undo || entry.isUndoing) {
    return 'nothing';
  }
  if (isGone(entry)) {
    return 'gone';
  }
  const mark = (isUndoing: boolean) => done.set((now) => now.map((it) => (it.id === id ? { ...it, isUndoing } : it)));
  mark(true);
  try {
    await entry.undo();
    forget(entry.id);
    return 'undone';
  } catch (error) {
    if (isUnsure(error)) {
      mark(false);
    } else {
      forget(entry.id);
    }
    throw error;
  }
}
