import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';

import { get, type Page } from '@/api/http';
import { useMay } from '@/api/session';
import type { CaseRow, PersonLine } from '@/api/types';
import { caseIdOf, caseNumber } from '@/ui/case-number';
import { FocusNow } from '@/ui/focus-now';
import { useReturnFocus } from '@/ui/return-focus';
import { useWords } from '@/words';

import { useFormats } from './formats';
import { actsNow, type Act, keyText, type Scope } from './keys';
import { type Offer, offerSource } from './offers';
import styles from './palette.module.css';

interface Row {
  id: string;
  group: 'acts' | 'places' | 'templates' | 'people' | 'cases';
  label: string;
  detail?: string | undefined;
  act?: Act;
  run: () => void;
}

const USED = 'entente-acts-used';
const used = (): Record<string, number> => {
  try {
    return JSON.parse(localStorage.getItem(USED) ?? '{}') as Record<string, number>;
  } catch {
    return {};
  }
};

/** Among acts never used yet, what is done to the thing in view comes first. */
const ORDER: readonly Scope[] = ['composer', 'case', 'customer', 'list', 'chart', 'everywhere'];

/** So many rows of a kind at most; behind the last, all of them. */
const ROWS = 8;

/** A phone number, or most of one: it names a person, and no words of a subject. */
const isPhone = (text: string) => /^\+?[\d\s.()-]+$/.test(text) && text.replace(/\D/g, '').length >= 6;

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Acts on what is in view, each with its key; places; people and cases as typed. `>` acts only, `@` people, `#` cases.
 * A case's number and a phone number open what they name: it stands first.
 */
export default function Palette({ onClose }: { onClose: () => void }) {
  const t = useWords();
  const navigate = useNavigate();
  useReturnFocus();
  const id = useId();
  const [acts] = useState(actsNow);
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const [offers, setOffers] = useState<readonly Offer[]>([]);
  useEffect(() => void offerSource.get()?.().then(setOffers, () => undefined), []);
  const f = useFormats();
  const [isEntered, setEntered] = useState(false);
  const mode = /^\s*([>@#])/.exec(text)?.[1] ?? '';
  const typed = fold(text.replace(/^\s*[>@#]?\s*/, '').trim());
  const wanted = useDeferredValue(typed);
  const mayPeople = useMay('customers_read');
  const mayCases = useMay('cases_read');
  const found = wanted.length >= 2;
  const people = useQuery({
    queryKey: ['palette', 'people', wanted],
    queryFn: ({ signal }) => get<Page<PersonLine>>('/persons', { q: wanted, limit: ROWS }, signal),
    enabled: found && mayPeople && mode !== '>' && mode !== '#',
    placeholderData: (before) => before,
  });
  // Whose number it is, if it is one person's: their cases, and nobody else's.
  const phone = isPhone(wanted);
  const caller = phone && people.data?.items.length === 1 && !people.isPlaceholderData ? people.data.items[0]?.id : undefined;
  const cases = useQuery({
    queryKey: ['palette', 'cases', wanted, caller],
    queryFn: ({ signal }) => get<Page<CaseRow>>('/cases', phone ? { person_id: caller, limit: ROWS, count: true } : { q: wanted, limit: ROWS, count: true }, signal),
    enabled: found && mayCases && mode !== '>' && mode !== '@' && (!phone || caller !== undefined),
    placeholderData: (before) => before,
  });
  const isAsking = wanted !== typed || people.isFetching || cases.isFetching;

  const close = (then: () => void) => () => {
    onClose();
    // After the dialog gave the focus back.
    requestAnimationFrame(() => requestAnimationFrame(then));
  };
  const matches = (label: string) => wanted.split(/\s+/).every((word) => fold(label).includes(word));
  const count = used();
  const known = acts
    .map(({ act, run }) => ({ act, run, label: t(act.label) }))
    .filter((it) => it.act.id !== 'palette' && (it.act.scope !== 'list' || it.act.id === 'list-open') && matches(it.label))
    .sort((a, b) => (count[b.act.id] ?? 0) - (count[a.act.id] ?? 0) || ORDER.indexOf(a.act.scope) - ORDER.indexOf(b.act.scope));
  const rowOf = {
    person: (it: PersonLine): Row => ({
      id: it.id,
      group: 'people',
      label: it.display_name,
      detail: it.email ?? it.city ?? undefined,
      run: close(() => void navigate({ to: `/customers/${it.id}` })),
    }),
    case: (it: CaseRow): Row => ({
      id: it.id,
      group: 'cases',
      label: it.subject,
      detail: [it.person_name, caseNumber(it.id)].filter(Boolean).join(' · '),
      run: close(() => void navigate({ to: '/cases/$id', params: { id: it.id } })),
    }),
  };
  const persons = found && mode !== '>' && mode !== '#' ? (people.data?.items ?? []).slice(0, ROWS) : [];
  const files = found && mode !== '>' && mode !== '@' && (!phone || caller) ? (cases.data?.items ?? []).slice(0, ROWS) : [];
  const named = files.find((it) => it.id === caseIdOf(wanted));
  const total = cases.data?.total ?? 0;
  const rows: Row[] = [
    ...(named ? [rowOf.case(named)] : []),
    ...(mode === '' || mode === '>' ? known : [])
      .filter((it) => !it.act.id.startsWith('go-'))
      .slice(0, wanted ? ROWS : 5)
      .map(({ act, run, label }) => ({
        id: act.id,
        group: 'acts' as const,
        label,
        act,
        run: close(() => {
          localStorage.setItem(USED, JSON.stringify({ ...count, [act.id]: (count[act.id] ?? 0) + 1 }));
          run();
        }),
      })),
    ...(mode === '' ? known : [])
      .filter((it) => it.act.id.startsWith('go-'))
      .slice(0, ROWS)
      .map(({ act, run, label }) => ({ id: act.id, group: 'places' as const, label, act, run: close(run) })),
    ...(found && mode === '' ? offers : [])
      .filter((it) => wanted.split(/\s+/).every((word) => fold(`${it.label} ${it.words}`).includes(word)))
      .slice(0, ROWS)
      .map(({ id: key, label, detail, run }) => ({ id: key, group: 'templates' as const, label, detail, run: close(run) })),
    ...persons.map(rowOf.person),
    ...(persons.length > 0 && people.data?.next
      ? [{ id: 'all-people', group: 'people' as const, label: t('palette-all-people'), run: close(() => void navigate({ to: '/customers', search: { q: wanted } })) }]
      : []),
    ...files.filter((it) => it !== named).map(rowOf.case),
    ...(files.length > 0 && total > files.length && !phone
      ? [{ id: 'all-cases', group: 'cases' as const, label: t('palette-all-cases', { shown: f.number(total) }), run: close(() => void navigate({ to: '/inbox/$view', params: { view: 'all' }, search: { q: wanted } })) }]
      : []),
  ];
  const here = Math.min(at, Math.max(0, rows.length - 1));
  const rowId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [here]);

  // Enter may come before the answer: it is kept for it, unless an act was meant, which needs none. Never is it for a
  // row of the text before: the list follows a moment after what is typed.
  const first = rows[here];
  const isReady = wanted === typed && (!isAsking || first?.group === 'acts' || first?.group === 'places');
  useEffect(() => {
    if (isEntered && isReady) {
      setEntered(false);
      first?.run();
    }
  });

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((here + step + rows.length) % Math.max(1, rows.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      if (isReady) {
        first?.run();
      } else {
        setEntered(true);
      }
    }
  };

  return (
    <Modal.Root opened onClose={onClose} size="lg" padding={0} yOffset="12dvh" transitionProps={{ duration: 0 }}>
      <Modal.Overlay />
      <Modal.Content aria-label={t('palette-title')}>
      <input
        className={styles.input}
        data-autofocus
        role="combobox"
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={rows.length > 0 ? rowId(here) : undefined}
        aria-label={t('palette-title')}
        placeholder={t('palette-hint')}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setAt(0);
          setEntered(false);
        }}
        onKeyDown={onKeyDown}
      />
      <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('palette-results')} className={styles.list}>
        {rows.map((row, index) => (
          <div key={row.id} role="presentation">
            {rows[index - 1]?.group !== row.group && (
              <div className={styles.group} role="presentation">
                {t('palette-group', { group: row.group })}
              </div>
            )}
            <div id={rowId(index)} role="option" aria-selected={index === here} className={styles.row} onClick={row.run} onPointerMove={() => setAt(index)}>
              <span className="one-line">{row.label}</span>
              {row.detail && <span className="muted one-line">{row.detail}</span>}
              {row.act?.keys[0] && (
                <span>
                  {keyText(row.act.keys[0], t).map((part, place) => (
                    <kbd key={place}>{part}</kbd>
                  ))}
                </span>
              )}
            </div>
          </div>
        ))}
        {rows.length === 0 && !isAsking && <p className={styles.group}>{t('palette-nothing', { text })}</p>}
      </div>
      <FocusNow />
      </Modal.Content>
    </Modal.Root>
  );
}
