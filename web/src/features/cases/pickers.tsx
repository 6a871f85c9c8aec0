import { Button, Textarea, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useId, useState } from 'react';

import { staffQuery, teamsQuery } from '@/api/names';
import { useMay, useMe } from '@/api/session';
import type { Named, Priority, WaitingCause } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';


import styles from './pickers.module.css';
import { localValue, ofLocal, snoozeOptions } from './snooze';

interface Option {
  id: string;
  label: string;
  detail?: string;
  /** Not to be taken while something typed beside it cannot be. */
  isHeld?: boolean;
  pick: () => void;
}

/** A short list chosen from by typing, arrows and Enter, or by pointing. */
function Picker({ title, options, onClose, search, why, children }: { title: string; options: Option[]; onClose: () => void; search: boolean; why?: string | undefined; children?: ReactNode | ((pickShown: () => void) => ReactNode) }) {
  const t = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const fold = (it: string) => it.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const shown = options.filter((it) => fold(it.label).includes(fold(text)));
  const here = Math.min(at, Math.max(0, shown.length - 1));
  const pick = (option: Option | undefined) => {
    if (option && !option.isHeld) {
      onClose();
      option.pick();
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((here + step + shown.length) % Math.max(1, shown.length));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      pick(shown[here]);
    }
  };
  const list = (
    <div
      id={`${id}-list`}
      role="listbox"
      aria-label={title}
      className={styles.list}
      tabIndex={search ? -1 : 0}
      data-autofocus={search ? undefined : true}
      aria-activedescendant={shown[here] ? `${id}-${here}` : undefined}
      onKeyDown={search ? undefined : onKeyDown}
    >
      {shown.map((it, index) => (
        <div key={it.id} id={`${id}-${index}`} role="option" aria-selected={index === here} className={styles.option} onPointerMove={() => setAt(index)} onClick={() => pick(it)}>
          <span>{it.label}</span>
          {it.detail && <span className="meta">{it.detail}</span>}
        </div>
      ))}
    </div>
  );
  return (
    <Dialog onClose={onClose} title={title} size="sm">
      {search && (
        <TextInput
          data-autofocus
          label={t('picker-search')}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[here] ? `${id}-${here}` : undefined}
          value={text}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={onKeyDown}
          autoComplete="off"
        />
      )}
      {list}
      {typeof children === 'function' ? children(() => pick(shown[here])) : children}
      {why && <p className="meta">{why}</p>}
      {shown.length === 0 && <p className="muted">{t('picker-nothing', { text })}</p>}
    </Dialog>
  );
}

export function AssignPicker({ count, team, onPick, onClose }: { count: number; team?: string | null | undefined; onPick: (owner: Named | null, team?: Named | null) => void; onClose: () => void }) {
  const t = useWords();
  const me = useMe();
  // Everybody may take a case, give it back, or hand it over to a colleague of the team it is with; giving it to
  // others, or to another team, is for those who share work out.
  const mayShare = useMay('cases_assign');
  const everybody = useQuery(staffQuery).data?.items ?? [];
  const shared = team ? [team] : (me?.teams.map((it) => it.id) ?? []);
  const staff = mayShare ? everybody : everybody.filter((it) => it.teams.some((one) => shared.includes(one)));
  const teams = useQuery(teamsQuery).data?.items ?? me?.teams ?? [];
  const options: Option[] = [
    ...(me ? [{ id: 'me', label: t('case-assign-me'), pick: () => onPick({ id: me.id, name: me.name }) }] : []),
    ...staff.filter((it) => it.id !== me?.id).map((it) => ({ id: it.id, label: it.name, pick: () => onPick({ id: it.id, name: it.name }) })),
    ...(mayShare ? teams : []).map((it) => ({ id: it.id, label: it.name, detail: t('case-team'), pick: () => onPick(null, { id: it.id, name: it.name }) })),
    { id: 'nobody', label: t('ui-nobody'), pick: () => onPick(null) },
  ];
  return <Picker title={t('case-assign-title', { count })} options={options} onClose={onClose} search why={mayShare ? undefined : t('case-assign-why')} />;
}

/** What can be done here, one under the other, where the screen is too narrow for buttons. */
export function ActPicker({ acts, onClose }: { acts: readonly { id: string; label: string; run: () => void }[]; onClose: () => void }) {
  const t = useWords();
  return <Picker title={t('case-acts')} options={acts.map(({ id, label, run }) => ({ id, label, pick: run }))} onClose={onClose} search={false} />;
}

const CAUSES: readonly WaitingCause[] = ['customer', 'supplier', 'internal'];
/** What goes with a pause: when it ends by itself, and what is awaited, for colleagues to read. */
export interface WaitMore {
  until: string | null;
  note: string;
}

/** For whom a case waits; with `more`, until when at most, and why. Enter on the list is enough. */
export function WaitPicker({ more = true, onPick, onClose }: { more?: boolean; onPick: (cause: WaitingCause, more: WaitMore) => void; onClose: () => void }) {
  const t = useWords();
  const f = useFormats();
  const [now] = useState(() => new Date());
  const [until, setUntil] = useState('');
  const [note, setNote] = useState('');
  const at = ofLocal(until);
  const isPast = at !== null && !(at > now);
  const said = { until: at && !isPast ? at.toISOString() : null, note: note.trim() };
  const options = CAUSES.map((cause) => ({ id: cause, label: t('case-wait-cause', { cause }), pick: () => onPick(cause, said) }));
  return (
    <Picker title={t('case-wait-title')} options={isPast ? options.map((it) => ({ ...it, isHeld: true })) : options} onClose={onClose} search={false}>
      {more
        ? (pickShown) => (
            <form
              className={styles.wait}
              onSubmit={(event) => {
                event.preventDefault();
                pickShown();
              }}
            >
              <TextInput
                type="datetime-local"
                label={t('case-wait-until')}
                description={t('case-wait-until-why')}
                min={localValue(now)}
                value={until}
                error={isPast ? t('case-wait-past') : undefined}
                onChange={(event) => setUntil(event.currentTarget.value)}
              />
              <div className={styles.soon}>
                {snoozeOptions(now).map(({ option, at: then }) => (
                  <Button key={option} size="compact-sm" variant="subtle" title={f.instant(then.toISOString())} onClick={() => setUntil(localValue(then))}>
                    {t('case-snooze-option', { option })}
                  </Button>
                ))}
              </div>
              <Textarea label={t('case-wait-note')} description={t('case-wait-note-why')} autosize minRows={2} maxRows={6} maxLength={2000} value={note} onChange={(event) => setNote(event.currentTarget.value)} />
              <div>
                <Button type="submit" variant="filled">
                  {t('case-wait-set')}
                </Button>
              </div>
            </form>
          )
        : null}
    </Picker>
  );
}

/** Until when a case is put aside; says so when that is beyond its deadline, which goes on. */
export function SnoozePicker({ due, onPick, onClose }: { due: string | null; onPick: (until: string) => void; onClose: () => void }) {
  const t = useWords();
  const f = useFormats();
  const [now] = useState(() => new Date());
  const [value, setValue] = useState('');
  const [isPast, setPast] = useState(false);
  const options = snoozeOptions(now).map(({ option, at }) => ({
    id: option,
    label: t('case-snooze-option', { option }),
    detail: due !== null && at > new Date(due) ? t('case-snooze-late', { at: f.instant(at.toISOString()) }) : f.instant(at.toISOString()),
    pick: () => onPick(at.toISOString()),
  }));
  return (
    <Picker title={t('case-snooze-title')} options={options} onClose={onClose} search={false} why={t('case-snooze-why')}>
      <form
        className={styles.other}
        onSubmit={(event) => {
          event.preventDefault();
          const at = ofLocal(value);
          if (at === null || at <= new Date()) {
            setPast(true);
            return;
          }
          onClose();
          onPick(at.toISOString());
        }}
      >
        <TextInput type="datetime-local" label={t('case-snooze-at')} min={localValue(now)} value={value} onChange={(event) => setValue(event.currentTarget.value)} error={isPast ? t('case-snooze-past') : undefined} />
        <Button type="submit">{t('case-snooze-set')}</Button>
      </form>
    </Picker>
  );
}

const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];
export function PriorityPicker({ onPick, onClose }: { onPick: (priority: Priority) => void; onClose: () => void }) {
  const t = useWords();
  return <Picker title={t('case-priority-title')} options={PRIORITIES.map((priority) => ({ id: priority, label: t('case-priority', { priority }), pick: () => onPick(priority) }))} onClose={onClose} search={false} />;
}
