import { TextInput } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { type ReactNode, useEffect, useId, useRef, useState } from 'react';

import { useWords } from '@/words';

import styles from './find-box.module.css';
import { errorText } from './states';

const TYPING = 150;
const TOO_FEW = 2;

/** Something that can be chosen: found by the server, or an act of its own such as « create ». */
export interface Choice {
  id: string;
  text: string;
  detail?: string;
  isOwn?: boolean;
}

/** What is typed once the hand rests, or nothing while it is too little to look for. */
export function useRested(text: string): string {
  const [rested, setRested] = useState('');
  useEffect(() => {
    const asked = text.trim().length >= TOO_FEW ? text.trim() : '';
    const timer = setTimeout(() => setRested(asked), TYPING);
    return () => clearTimeout(timer);
  }, [text]);
  return rested;
}

interface Props {
  label: string;
  description?: string | undefined;
  /** What is chosen now, as it reads in the field. */
  chosen: string;
  /** Names the search among the remembered ones. */
  from: string;
  find: (q: string, signal: AbortSignal) => Promise<Choice[]>;
  /** Offered below what is found, whatever is typed. */
  own?: (text: string) => Choice[];
  /** Offered before anything is typed. */
  before?: Choice[];
  onPick: (choice: Choice, text: string) => void;
  error?: ReactNode;
  autoFocus?: boolean;
  /** In a dialog: the list takes its own room. */
  isInline?: boolean;
}

/** One field in which the server is searched as one types; arrows and Enter choose, Escape gives the choice back. */
export function FindBox({ label, description, chosen, from, find, own, before = [], onPick, error, autoFocus = false, isInline = false }: Props) {
  const t = useWords();
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState<string | null>(null);
  const [open, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const q = useRested(text ?? '');
  const found = useQuery({
    queryKey: ['find', from, q],
    queryFn: ({ signal }) => find(q, signal),
    enabled: q !== '',
    staleTime: 15_000,
    placeholderData: keepPreviousData,
  });
  const typed = (text ?? '').trim();
  const items = [...(typed === '' ? before : q === '' ? [] : (found.data ?? [])), ...(own?.(typed) ?? [])];
  const here = Math.min(at, Math.max(0, items.length - 1));
  const isOpen = open && (items.length > 0 || typed.length >= TOO_FEW);
  const isAnswered = isOpen && typed.length >= TOO_FEW && q === typed && !found.isFetching;
  const isNothing = isAnswered && (found.data ?? []).length === 0;
  const isLeft = !open && typed !== '';
  useEffect(() => {
    if (isOpen) {
      document.getElementById(`${id}-${here}`)?.scrollIntoView({ block: 'nearest' });
    }
  }, [isOpen, id, here]);
  const pick = (choice: Choice | undefined) => {
    if (choice) {
      setText(null);
      setOpen(false);
      onPick(choice, typed);
    }
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setOpen(true);
      setAt(isOpen ? (here + step + items.length) % Math.max(1, items.length) : 0);
    } else if (event.key === 'Enter' && isOpen) {
      // Only what answers what is typed now can be taken.
      event.preventDefault();
      pick(q === typed || typed.length < TOO_FEW ? items[here] : undefined);
    } else if (event.key === 'Escape' && isOpen) {
      // One layer out: the list, not the dialog or the page it stands on.
      event.preventDefault();
      setOpen(false);
      setText(null);
    }
  };
  return (
    <div className={styles.box} data-inline={isInline || undefined}>
      <TextInput
        ref={input}
        label={label}
        description={description}
        role="combobox"
        aria-expanded={isOpen}
        aria-autocomplete="list"
        aria-controls={isOpen ? `${id}-list` : undefined}
        aria-activedescendant={isOpen && items[here] ? `${id}-${here}` : undefined}
        autoComplete="off"
        spellCheck={false}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        // The kit's dialogs hear Escape before anybody: not while there is a list to close.
        data-mantine-stop-propagation={isOpen || undefined}
        value={text ?? chosen}
        error={error}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setOpen(true);
          setAt(0);
        }}
        onFocus={(event) => {
          event.currentTarget.select();
          setOpen(typed !== '');
        }}
        onClick={() => setOpen(true)}
        // What was typed stays, and is said not to be a choice; an emptied field shows the choice again.
        onBlur={() => {
          setOpen(false);
          if (typed === '') {
            setText(null);
          }
        }}
        onKeyDown={onKeyDown}
      />
      {isOpen && (
        <div id={`${id}-list`} role="listbox" aria-label={label} className={styles.list}>
          {items.map((it, index) => (
            <div
              key={it.id}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === here}
              className={styles.option}
              data-own={it.isOwn || undefined}
              // The field keeps the focus, or its leaving would take the list away before the click.
              onPointerDown={(event) => event.preventDefault()}
              onMouseDown={(event) => event.preventDefault()}
              onPointerMove={() => setAt(index)}
              onClick={() => pick(it)}
            >
              <span>{it.text}</span>
              {it.detail && <span className="meta">{it.detail}</span>}
            </div>
          ))}
        </div>
      )}
      <p className={isNothing || isLeft ? `meta ${styles.said}` : 'visually-hidden'} role="status">
        {isLeft ? t('find-not-chosen') : !isAnswered ? '' : found.error ? errorText(found.error, t) : t('find-count', { count: found.data?.length ?? 0, text: typed })}
      </p>
    </div>
  );
}
