/**
 * The action line's memory: the last own acts, newest first, each with the way back.
 *
 * Nothing disappears by itself: an entry stays until the next one. Z takes the newest that can still be undone.
 */
import { createStore } from './store';

export interface Done {
  id: number;
  /** Already in the person's language: « Dossier clos ». */
  label: string;
  undo?: (() => Promise<unknown>) | undefined;
  /** Undo is offered until then, in epoch milliseconds: a held reply leaves at this instant. */
  until?: number | undefined;
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

export function undoable(now = Date.now()): Done | undefined {
  return done.get().find((it) => it.undo && (it.until === undefined || it.until > now));
}

/** Undoes the newest act; answers false when there is none, throws when the server refuses. */
export async function undoLast(): Promise<boolean> {
  const entry = undoable();
  if (!entry?.undo) {
    return false;
  }
  forget(entry.id);
  await entry.undo();
  return true;
}
