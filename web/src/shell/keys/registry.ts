/**
 * Every key of the application, declared once. The sheet (`?`), the tooltips, the palette and `aria-keyshortcuts` are
 * made from this list; keys.test.ts fails when two acts of one scope share a key.
 *
 * Letters are matched on what is printed (`event.key`), digits on where they lie (`event.code`): AZERTY shifts them.
 * `Mod` is Ctrl, or ⌘ on a Mac. Alt is never used: AltGr is Ctrl+Alt, and Alt letters open browser menus.
 */
export type Scope = 'everywhere' | 'list' | 'case' | 'composer' | 'form' | 'chart' | 'customer';

export interface Act {
  id: string;
  scope: Scope;
  keys: readonly string[];
  /** The Fluent message that names the act. */
  label: string;
  /** Works while a text field has the focus. */
  inFields?: boolean;
  /** Goes on while the key is held: for what moves about in a list or a chart; an act is done once. */
  repeats?: boolean;
}

type How = Pick<Act, 'inFields' | 'repeats'>;

const act = <const I extends string>(id: I, scope: Scope, keys: readonly string[], label: string, how: How = {}) => ({ id, scope, keys, label, ...how });

const moves = <const I extends string>(id: I, scope: 'list' | 'chart', keys: readonly string[], label: string) => act(id, scope, keys, label, { repeats: true });

export const ACTS = [
  act('palette', 'everywhere', ['Mod+K'], 'key-palette', { inFields: true }),
  act('sheet', 'everywhere', ['?'], 'key-sheet'),
  act('back', 'everywhere', ['Escape'], 'key-back', { inFields: true }),
  act('undo', 'everywhere', ['Z'], 'key-undo'),
  act('show-new', 'everywhere', ['U'], 'key-show-new'),
  act('go-inbox', 'everywhere', ['G I'], 'key-go-inbox'),
  act('go-customers', 'everywhere', ['G C'], 'key-go-customers'),
  act('go-surveys', 'everywhere', ['G E'], 'key-go-surveys'),
  act('go-dashboards', 'everywhere', ['G D'], 'key-go-dashboards'),
  act('go-programme', 'everywhere', ['G P'], 'key-go-programme'),
  act('go-settings', 'everywhere', ['G S'], 'key-go-settings'),
  moves('list-next', 'list', ['J', 'ArrowDown'], 'key-list-next'),
  moves('list-previous', 'list', ['K', 'ArrowUp'], 'key-list-previous'),
  act('list-first', 'list', ['Home'], 'key-list-first'),
  act('list-last', 'list', ['End'], 'key-list-last'),
  moves('list-page-down', 'list', ['PageDown'], 'key-list-page-down'),
  moves('list-page-up', 'list', ['PageUp'], 'key-list-page-up'),
  act('list-open', 'list', ['Enter'], 'key-list-open'),
  act('list-select', 'list', ['X'], 'key-list-select'),
  moves('list-extend-next', 'list', ['Shift+J', 'Shift+ArrowDown'], 'key-list-extend-next'),
  moves('list-extend-previous', 'list', ['Shift+K', 'Shift+ArrowUp'], 'key-list-extend-previous'),
  act('case-next', 'case', ['J'], 'key-case-next'),
  act('case-previous', 'case', ['K'], 'key-case-previous'),
  act('case-reply', 'case', ['R'], 'key-case-reply'),
  act('case-note', 'case', ['N'], 'key-case-note'),
  act('case-mine', 'case', ['M'], 'key-case-mine'),
  act('case-assign', 'case', ['A'], 'key-case-assign'),
  act('case-close', 'case', ['C'], 'key-case-close'),
  act('case-wait', 'case', ['W'], 'key-case-wait'),
  act('case-snooze', 'case', ['S'], 'key-case-snooze'),
  act('case-correct', 'case', ['T'], 'key-case-correct'),
  act('case-priority', 'case', ['P'], 'key-case-priority'),
  act('case-deadline', 'case', ['D'], 'key-case-deadline'),
  act('case-panel', 'case', ['I'], 'key-case-panel'),
  act('case-customer', 'case', ['V'], 'key-case-customer'),
  act('case-history', 'case', ['H'], 'key-case-history'),
  act('customer-call', 'customer', ['L'], 'key-customer-call'),
  act('composer-send', 'composer', ['Mod+Enter'], 'key-composer-send', { inFields: true }),
  act('composer-send-close', 'composer', ['Mod+Shift+Enter'], 'key-composer-send-close', { inFields: true }),
  act('composer-gap', 'composer', ['F2'], 'key-composer-gap', { inFields: true }),
  act('form-save', 'form', ['Mod+Enter'], 'key-form-save', { inFields: true }),
  moves('chart-previous', 'chart', ['ArrowLeft'], 'key-chart-previous'),
  moves('chart-next', 'chart', ['ArrowRight'], 'key-chart-next'),
] as const;

export type ActId = (typeof ACTS)[number]['id'];

const byId = new Map<string, Act>(ACTS.map((it) => [it.id, it]));

export function actOf(id: ActId): Act {
  const found = byId.get(id);
  if (!found) {
    throw new Error(`no act ${id}`);
  }
  return found;
}

export const SCOPES: readonly Scope[] = ['everywhere', 'list', 'case', 'composer', 'form', 'chart', 'customer'];

/** What `aria-keyshortcuts` expects: `Control+K`, `Shift+J`; a sequence has no form there and is left out. */
export function ariaKeys(id: ActId): string | undefined {
  const keys = actOf(id)
    .keys.filter((it) => !it.includes(' '))
    .map((it) => it.replace('Mod', isMac() ? 'Meta' : 'Control'));
  return keys.length > 0 ? keys.join(' ') : undefined;
}

export const isMac = () => typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.platform);
