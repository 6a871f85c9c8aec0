import { Modal } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useId, useRef, useState } from 'react';

import { get, type Page } from '@/api/http';
import { useMay } from '@/api/session';
import type { CaseRow, PersonLine } from '@/api/types';
import { useReturnFocus } from '@/ui/return-focus';
import { useWords } from '@/words';

import { actsNow, type Act, keyText, type Scope } from './keys';
import styles from './palette.module.css';

interface Row {
  id: string;
  group: 'acts' | 'places' | 'people' | 'cases';
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

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/**
 * Acts on what is in view, each with its key; places; people and cases as typed. `>` acts only, `@` people, `#` cases.
 * At most eight rows a group.
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
  const mode = /^[>@#]/.exec(text)?.[0] ?? '';
  const wanted = useDeferredValue(fold(text.replace(/^[>@#]\s*/, '').trim()));
  const mayPeople = useMay('customers_read');
  const mayCases = useMay('cases_read');
  const found = wanted.length >= 2;
  const people = useQuery({
    queryKey: ['palette', 'people', wanted],
    queryFn: ({ signal }) => get<Page<PersonLine>>('/persons', { q: wanted, limit: 8 }, signal),
    enabled: found && mayPeople && mode !== '>' && mode !== '#',
    placeholderData: (before) => before,
  });
  const cases = useQuery({
    queryKey: ['palette', 'cases', wanted],
    queryFn: ({ signal }) => get<Page<CaseRow>>('/cases', { q: wanted, limit: 8 }, signal),
    enabled: found && mayCases && mode !== '>' && mode !== '@',
    placeholderData: (before) => before,
  });

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
  const rows: Row[] = [
    ...(mode === '' || mode === '>' ? known : [])
      .filter((it) => !it.act.id.startsWith('go-'))
      .slice(0, wanted ? 8 : 5)
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
      .slice(0, 8)
      .map(({ act, run, label }) => ({ id: act.id, group: 'places' as const, label, act, run: close(run) })),
    ...(found && mode !== '>' && mode !== '#' ? (people.data?.items ?? []) : []).slice(0, 8).map((it) => ({
      id: it.id,
      group: 'people' as const,
      label: it.display_name,
      detail: it.email ?? it.city ?? undefined,
      run: close(() => void navigate({ to: `/customers/${it.id}` })),
    })),
    ...(found && mode !== '>' && mode !== '@' ? (cases.data?.items ?? []) : []).slice(0, 8).map((it) => ({
      id: it.id,
      group: 'cases' as const,
      label: it.subject,
      detail: it.person_name ?? undefined,
      run: close(() => void navigate({ to: '/cases/$id', params: { id: it.id } })),
    })),
  ];
  const here = Math.min(at, Math.max(0, rows.length - 1));
  const rowId = (index: number) => `${id}-${index}`;

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [here]);

  const onKeyDown = (event: React.KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      setAt((here + step + rows.length) % Math.max(1, rows.length));
    } else if (event.key === 'Enter' && !event.nativeEvent.isComposing) {
      event.preventDefault();
      rows[here]?.run();
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
                  {keyText(row.act.keys[0]).map((part, place) => (
                    <kbd key={place}>{part}</kbd>
                  ))}
                </span>
              )}
            </div>
          </div>
        ))}
        {rows.length === 0 && <p className={styles.group}>{t('palette-nothing', { text })}</p>}
      </div>
      </Modal.Content>
    </Modal.Root>
  );
}
