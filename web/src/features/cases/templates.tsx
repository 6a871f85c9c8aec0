import { NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type ReactNode, useDeferredValue, useEffect, useId, useRef, useState } from 'react';

import { post } from '@/api/http';
import type { Case, Rendering } from '@/api/types';
import { useAnswered } from '@/ui/answered';
import { Dialog } from '@/ui/dialog';
import { Empty, Failure, Loading } from '@/ui/states';
import { useWords } from '@/words';

import { templatesQuery } from './calls';
import styles from './case.module.css';
import { ranked } from './template-rank';

/** The text with each filled value underlined and each gap marked. */
function Filled({ it }: { it: Rendering }) {
  const t = useWords();
  const parts: ReactNode[] = [];
  let at = 0;
  const plain = (text: string) =>
    text.split(/(⟦[^⟧]*⟧)/).map((piece, index) => (piece.startsWith('⟦') ? <mark key={`${at}-${index}`}>{piece}</mark> : piece));
  for (const value of it.filled.toSorted((a, b) => a.start - b.start)) {
    parts.push(...plain(it.text.slice(at, value.start)));
    parts.push(
      <u key={value.start} title={t('composer-template-source', { source: value.source })}>
        {it.text.slice(value.start, value.end)}
      </u>,
    );
    at = value.end;
  }
  parts.push(...plain(it.text.slice(at)));
  return (
    <>
      <div className={styles.rendered}>{parts}</div>
      <ul className="meta">
        {it.fallbacks.map((one) => (
          <li key={one.name}>{one.text ? t('composer-template-fallback', { name: one.name, text: one.text }) : t('composer-template-left-out', { name: one.name })}</li>
        ))}
        {it.gaps.map((name) => (
          <li key={name}>{t('composer-template-gap', { name })}</li>
        ))}
      </ul>
    </>
  );
}

/** What is for this case's type first, in its language; search on the left, on the right the text as this customer would read it. */
export default function Templates({ it, onClose, onPick }: { it: Case; onClose: () => void; onPick: (text: string) => void }) {
  const t = useWords();
  const id = useId();
  const [text, setText] = useState('');
  const [at, setAt] = useState(0);
  const templates = useQuery(templatesQuery);
  const [language, setLanguage] = useState<string>(it.language);
  const list = useRef<HTMLDivElement>(null);
  const all = templates.data?.items ?? [];
  const languages = [...new Set([it.language, ...all.map((one) => one.language)])];
  const found = ranked(all, it, { text, language: language === '' ? null : language });
  const shown = found.map((one) => one.template);
  const here = Math.min(at, Math.max(0, shown.length - 1));
  const chosen = useDeferredValue(shown[here]?.id);
  const rendering = useQuery({
    queryKey: ['rendering', chosen, it.id, it.version],
    queryFn: () => post<Rendering>(`/reply-templates/${chosen ?? ''}/rendering`, { case_id: it.id }),
    enabled: chosen !== undefined,
    placeholderData: (before) => before,
  });
  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [here, text, language]);
  const answered = useAnswered(chosen === shown[here]?.id && rendering.isSuccess && !rendering.isPlaceholderData, () => {
    const body = rendering.data?.text;
    if (body !== undefined) {
      onClose();
      requestAnimationFrame(() => requestAnimationFrame(() => onPick(body)));
    }
  });
  return (
    <Dialog onClose={onClose} title={t('composer-templates')} size="xl">
      <div className={styles.templateFind}>
        <TextInput
          data-autofocus
          label={t('composer-template-search')}
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-list`}
          aria-activedescendant={shown[here] ? `${id}-${here}` : undefined}
          value={text}
          autoComplete="off"
          onChange={(event) => {
            answered.typed();
            setText(event.currentTarget.value);
            setAt(0);
          }}
          onKeyDown={(event) => {
            const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
            if (step) {
              event.preventDefault();
              answered.typed();
              setAt((here + step + shown.length) % Math.max(1, shown.length));
            } else if (event.key === 'Enter') {
              event.preventDefault();
              answered.enter();
            }
          }}
        />
        <NativeSelect
          label={t('case-correct-language')}
          value={language}
          data={[...languages.map((code) => ({ value: code, label: t('me-language-name', { code }) })), ...(languages.length > 1 ? [{ value: '', label: t('composer-template-all') }] : [])]}
          onChange={(event) => {
            setLanguage(event.currentTarget.value);
            setAt(0);
          }}
        />
      </div>
      {templates.isPending && <Loading rows={4} />}
      {templates.error && <Failure error={templates.error} onRetry={() => void templates.refetch()} />}
      {templates.data && shown.length === 0 && <Empty text={t('composer-template-none')} />}
      <div className={styles.templates} style={{ marginBlockStart: 'var(--space-4)' }}>
        <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('composer-templates')}>
          {shown.map((one, index) => (
            <div key={one.id} id={`${id}-${index}`} role="option" aria-selected={index === here} className={styles.option} onClick={() => setAt(index)} onDoubleClick={answered.enter}>
              <span>{one.name}</span>
              {found[index]?.isOfType && <span className="meta">{t('composer-template-of-type')}</span>}
              {one.language !== it.language && <span className="meta">{t('me-language-name', { code: one.language })}</span>}
            </div>
          ))}
        </div>
        <div lang={shown[here]?.language ?? it.language} aria-live="polite">
          {rendering.error && <Failure error={rendering.error} />}
          {rendering.data && shown.length > 0 && (
            <>
              <Filled it={rendering.data} />
              <p style={{ marginBlockStart: 'var(--space-4)' }}>
                <button type="button" className={styles.link} onClick={answered.enter}>
                  {t('composer-template-insert')}
                </button>
              </p>
            </>
          )}
        </div>
      </div>
    </Dialog>
  );
}
