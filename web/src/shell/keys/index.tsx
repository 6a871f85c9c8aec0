import { useEffect, useRef } from 'react';

import { createStore } from '@/shell/store';
import { useWords, type Words } from '@/words';

import { type Act, type ActId, ACTS, actOf, isMac, type Scope } from './registry';

export * from './registry';

export type Handlers = Partial<Record<ActId, (event: KeyboardEvent | null) => void>>;

interface Registration {
  handlers: () => Handlers;
  dialog: boolean;
  isLast: boolean;
}

const stack: Registration[] = [];

/** Whether one-key shortcuts are on (WCAG 2.1.4: they can be switched off; the palette then reaches every act). */
export const lettersOn = createStore(true);

interface Stroke {
  key: string;
  code: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The name of a stroke as the registry writes it, or null when it is not one of ours. */
export function strokeOf(event: Stroke, mac = isMac()): string | null {
  if (event.altKey || (event.ctrlKey && event.metaKey)) {
    return null;
  }
  const mod = mac ? event.metaKey : event.ctrlKey;
  if (mac ? event.ctrlKey : event.metaKey) {
    return null;
  }
  const digit = /^Digit(\d)$/.exec(event.code)?.[1];
  let name = digit && !mod ? digit : event.key;
  if (name.length === 1) {
    name = name.toUpperCase();
  }
  const letter = /^[A-Z]$/.test(name);
  const named = name.length > 1;
  const shift = event.shiftKey && (letter || named);
  return `${mod ? 'Mod+' : ''}${shift ? 'Shift+' : ''}${name}`;
}

const isLetterKey = (key: string) => /^(Shift\+)?[A-Z0-9?]( [A-Z])?$/.test(key);

function inField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) {
    return false;
  }
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) {
    return true;
  }
  const quiet = ['checkbox', 'radio', 'button', 'submit', 'range', 'file'];
  return target instanceof HTMLInputElement && !quiet.includes(target.type);
}

let pending: { key: string; at: number } | null = null;

/** Whether a dialog stood when the key went down: one that this very key closes is still meant by it. */
let dialogOpen = false;
const isDialogOpen = () => document.querySelector('[aria-modal="true"]') !== null;

function find(stroke: string, prefix: string | null, typing = false): { act: Act; run: (event: KeyboardEvent) => void } | 'wait' | null {
  let waits = false;
  for (let at = stack.length - 1; at >= 0; at -= 1) {
    const entry = stack[at];
    if (!entry || (dialogOpen && !entry.dialog) || (entry.isLast && typing)) {
      continue;
    }
    const handlers = entry.handlers();
    for (const id of Object.keys(handlers) as ActId[]) {
      const run = handlers[id];
      const it = actOf(id);
      if (!run) {
        continue;
      }
      if (it.keys.includes(prefix ? `${prefix} ${stroke}` : stroke)) {
        return { act: it, run };
      }
      waits ||= !prefix && it.keys.some((key) => key.startsWith(`${stroke} `));
    }
  }
  return waits ? 'wait' : null;
}

const SCROLLING = ['ArrowDown', 'ArrowUp', 'Home', 'End', 'PageDown', 'PageUp'];

/** Whether the key belongs to what has the focus: Enter and the arrows to a control, what scrolls to what is read. */
function isOwnKey(target: HTMLElement, key: string, scope: Scope): boolean {
  if (scope === 'list' && SCROLLING.includes(key) && target.closest('[role="feed"], [role="region"][tabindex]')) {
    return true;
  }
  if (scope === 'composer' || scope === 'form' || ![...SCROLLING, 'Enter', 'ArrowLeft', 'ArrowRight'].includes(key)) {
    return false;
  }
  const control = target.closest('button, a[href], summary, [role="tab"], [role="menuitem"], [role="option"], [role="radio"], input');
  return control !== null && !control.matches('[data-grid-row]');
}

function onKeyDown(event: KeyboardEvent) {
  if (event.defaultPrevented || event.isComposing) {
    return;
  }
  const stroke = strokeOf(event);
  if (!stroke || ['Shift', 'Control', 'Meta', 'Alt', 'AltGraph'].includes(event.key)) {
    return;
  }
  const prefix = pending && Date.now() - pending.at < 1200 ? pending.key : null;
  pending = null;
  const typing = inField(event.target);
  let found = prefix && !typing ? find(stroke, prefix) : null;
  found ??= find(stroke, null, typing);
  if (!found) {
    return;
  }
  if (found === 'wait') {
    if (!typing && lettersOn.get()) {
      pending = { key: stroke, at: Date.now() };
    }
    return;
  }
  const key = found.act.keys.find((it) => it === stroke || it.endsWith(` ${stroke}`)) ?? stroke;
  if ((typing && !found.act.inFields) || (isLetterKey(key) && !lettersOn.get())) {
    return;
  }
  if (event.target instanceof HTMLElement && isOwnKey(event.target, event.key, found.act.scope)) {
    return;
  }
  event.preventDefault();
  // A key that lies under the hand is one act: undo does not run away, and a case is not closed and opened in turn.
  if (!event.repeat || found.act.repeats) {
    found.run(event);
  }
}

if (typeof document !== 'undefined') {
  window.addEventListener('keydown', () => (dialogOpen = isDialogOpen()), { capture: true });
  document.addEventListener('keydown', onKeyDown);
}

/**
 * Offers acts while the component is on screen; what was registered last is asked first. `isLast`: when nobody else is
 * asked, and never where somebody types.
 */
export function useKeys(handlers: Handlers, options: { enabled?: boolean; dialog?: boolean; isLast?: boolean } = {}): void {
  const now = useRef(handlers);
  useEffect(() => {
    now.current = handlers;
  });
  const enabled = options.enabled ?? true;
  const dialog = options.dialog ?? false;
  const isLast = options.isLast ?? false;
  useEffect(() => {
    if (!enabled) {
      return;
    }
    const entry = { handlers: () => now.current, dialog, isLast };
    stack.splice(isLast ? 0 : stack.length, 0, entry);
    return () => void stack.splice(stack.indexOf(entry), 1);
  }, [enabled, dialog, isLast]);
}

/** The acts that can be done now, nearest first: what the palette lists. */
export function actsNow(): { act: Act; run: () => void }[] {
  const seen = new Set<string>();
  const found: { act: Act; run: () => void }[] = [];
  for (let at = stack.length - 1; at >= 0; at -= 1) {
    const entry = stack[at];
    if (!entry || entry.dialog) {
      continue;
    }
    const handlers = entry.handlers();
    for (const it of ACTS) {
      const run = handlers[it.id];
      if (run && !seen.has(it.id) && !['list-next', 'list-previous', 'back'].includes(it.id)) {
        seen.add(it.id);
        found.push({ act: it, run: () => run(null) });
      }
    }
  }
  return found;
}

/** How a key is written for people: `Ctrl K`, `G` `I`, « Page suivante ». */
export function keyText(key: string, t: Words, mac = isMac()): string[] {
  return key.split(' ').flatMap((stroke) =>
    stroke
      .split('+')
      .map((part) => ({ Mod: mac ? '⌘' : 'Ctrl', Shift: '⇧', Enter: '↵', Escape: 'Esc', ArrowDown: '↓', ArrowUp: '↑', ArrowLeft: '←', ArrowRight: '→' })[part] ?? (part.length > 1 ? t('key-name', { key: part }) : part)),
  );
}

export function Keys({ act }: { act: ActId }) {
  const t = useWords();
  const first = actOf(act).keys[0];
  if (!first) {
    return null;
  }
  return (
    <>
      {keyText(first, t).map((it, at) => (
        <kbd key={at} aria-hidden="true">
          {it}
        </kbd>
      ))}
    </>
  );
}
