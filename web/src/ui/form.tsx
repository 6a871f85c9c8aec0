import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { type FormEvent, type KeyboardEvent, type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';

import { ApiError } from '@/api/http';
import { whose } from '@/api/known';
import { ariaKeys, strokeOf, useKeys } from '@/shell/keys';
import { useWords, type Words } from '@/words';

import { Confirm } from './confirm';
import { errorText } from './states';
import styles from './form.module.css';

export interface FormState<T> {
  values: T;
  set: <K extends keyof T>(name: K, value: T[K]) => void;
  reset: (values: T) => void;
  /** Remembers what goes out now: a form stays open while it is saved. */
  sending: () => void;
  /** What went out is what the server has; what was typed since stays on top of it. */
  saved: () => void;
  isChanged: boolean;
  changes: number;
  /** Only what differs from what was read, for a PATCH. */
  changed: () => Partial<T>;
}

const differs = (a: unknown, b: unknown) => JSON.stringify(a) !== JSON.stringify(b);

/** What was typed over `base`, laid over `next`: each changed field stays, each other one is the newer. */
export function rebased<T extends object>(values: T, base: T, next: T): T {
  const own = (Object.keys(values) as (keyof T)[]).filter((name) => differs(values[name], base[name]));
  return { ...next, ...Object.fromEntries(own.map((name) => [name, values[name]])) };
}

/**
 * What is being typed, beside what was read. `from` is what the server holds: when it is read anew (somebody else saved),
 * it takes the place of what was read, and what was typed stays on top of it.
 */
export function useForm<T extends object>(from: T): FormState<T> {
  const [base, setBase] = useState(from);
  const [values, setValues] = useState(from);
  const [seen, setSeen] = useState(from);
  if (differs(from, seen)) {
    setSeen(from);
    setBase(from);
    setValues(rebased(values, base, from));
  }
  const sent = useRef(values);
  const names = Object.keys(values) as (keyof T)[];
  const changedNames = names.filter((name) => differs(values[name], base[name]));
  return {
    values,
    set: (name, value) => setValues((now) => ({ ...now, [name]: value })),
    // At once, so that a page that is left in the same breath is not held back by what was just saved.
    reset: (next) =>
      flushSync(() => {
        setBase(next);
        setValues(next);
      }),
    sending: () => {
      sent.current = values;
    },
    saved: () => flushSync(() => setBase(sent.current)),
    isChanged: changedNames.length > 0,
    changes: changedNames.length,
    changed: () => Object.fromEntries(changedNames.map((name) => [name, values[name]])) as Partial<T>,
  };
}

/** The server's refusal of one field by its JSON pointer, in the language of the screen; `isAlone`: not of what is within it. */
export function fieldError(error: unknown, name: string, isAlone = false): string | undefined {
  if (!(error instanceof ApiError)) {
    return undefined;
  }
  const pointer = `#/${name}`;
  return error.problem.errors?.find((it) => it.pointer === pointer || (!isAlone && it.pointer.startsWith(`${pointer}/`)))?.detail;
}

/** The refusal of a group of fields, where the group stands. */
export function FieldRefusal({ error, name, isAlone = false }: { error: unknown; name: string; isAlone?: boolean }) {
  const text = fieldError(error, name, isAlone);
  return text ? (
    <p role="alert" className={styles.refusal}>
      {text}
    </p>
  ) : null;
}

export interface FormProps {
  children: ReactNode;
  /** The verb and its object: « Enregistrer », « Ajouter cette personne ». */
  act: string;
  error: unknown;
  isBusy: boolean;
  form: Pick<FormState<object>, 'isChanged' | 'changes' | 'sending'>;
  onSave: () => void;
  onAbandon?: (() => void) | undefined;
  /** Somebody else saved meanwhile: reads their version, on which what was typed is laid. */
  onStale?: (() => void) | undefined;
  extra?: ReactNode;
  label: string;
}

const isStale = (error: unknown) => error instanceof ApiError && (error.status === 412 || error.code === 'stale');

/** A refusal is seen: the first field that is refused has the focus, else the summary is brought into view. */
function useShownRefusal(error: unknown, onStale: (() => void) | undefined) {
  const form = useRef<HTMLFormElement>(null);
  const latest = useRef(onStale);
  latest.current = onStale;
  useEffect(() => {
    if (!error) {
      return;
    }
    const field = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]');
    (field ?? form.current?.querySelector<HTMLElement>('[role="alert"]'))?.focus();
    if (isStale(error)) {
      latest.current?.();
    }
  }, [error]);
  return form;
}

/** A form that saves by Ctrl+Enter, keeps what was typed when it is refused, and asks once before it is left changed. */
export function Form({ children, act, error, isBusy, form, onSave, onAbandon, onStale, extra, label }: FormProps) {
  const t = useWords();
  const element = useShownRefusal(error, onStale);
  const save = () => {
    if (!isBusy) {
      form.sending();
      onSave();
    }
  };
  // By its key only from within: with several forms on a page, or one in a dialog, it is the one somebody types in.
  useKeys({ 'form-save': (event) => event === null && form.isChanged && save() });
  const onKeyDown = (event: KeyboardEvent) => {
    if (strokeOf(event.nativeEvent) === 'Mod+Enter') {
      event.preventDefault();
      if (!event.repeat && form.isChanged) {
        save();
      }
    }
  };
  const leaving = useBlocker({ shouldBlockFn: () => form.isChanged && !isBusy, enableBeforeUnload: () => form.isChanged && whose.get() !== 'foreign', withResolver: true });
  const text = useMemo(() => summary(error, t), [error, t]);
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <form ref={element} className={styles.form} onSubmit={onSubmit} onKeyDown={onKeyDown} aria-label={label} noValidate>
      {text && (
        <p className={styles.summary} role="alert" tabIndex={-1}>
          {text}
        </p>
      )}
      {children}
      <div className={styles.foot}>
        {/* Not disabled while it saves: whoever pressed it stays where they are. */}
        <Button type="submit" variant="filled" aria-busy={isBusy} aria-disabled={isBusy} aria-keyshortcuts={ariaKeys('form-save')}>
          {act}
        </Button>
        {form.isChanged && onAbandon && (
          <>
            <span className="meta">{t('form-changes', { count: form.changes })}</span>
            <Button variant="subtle" onClick={onAbandon}>
              {t('form-abandon')}
            </Button>
          </>
        )}
        {extra}
      </div>
      {leaving.status === 'blocked' && (
        <Confirm title={t('form-leave-ask')} act={t('form-leave')} keep={t('form-stay')} onConfirm={leaving.proceed} onClose={leaving.reset}>
          <p>{t('form-leave-lost', { count: form.changes })}</p>
        </Confirm>
      )}
    </form>
  );
}

function summary(error: unknown, t: Words): string | null {
  if (!error) {
    return null;
  }
  if (isStale(error)) {
    return t('form-stale');
  }
  if (!(error instanceof ApiError) || error.status < 400 || error.status >= 500) {
    return errorText(error, t);
  }
  // A field that says its own refusal is not repeated above.
  const { code, title, detail, errors = [] } = error.problem;
  return errors.length > 0 && errors.every((it) => it.pointer !== '#' && it.code === code) ? t('form-refused') : (detail ?? title);
}

/** A page of the settings: heading, one line why, acts at the end. */
export function SettingsPage({ title, why, acts, children }: { title: ReactNode; why?: string; acts?: ReactNode; children: ReactNode }) {
  return (
    <>
      <div className={styles.head}>
        {title}
        <div>{acts}</div>
      </div>
      {why && <p className={styles.why}>{why}</p>}
      {children}
    </>
  );
}

/** A secret that is shown this once. */
export function ShownOnce({ why, secret }: { why: string; secret: string }) {
  const t = useWords();
  const [copied, setCopied] = useState(false);
  useEffect(() => setCopied(false), [secret]);
  return (
    <div className={styles.once} role="status">
      <p>{why}</p>
      <p className={styles.secret}>{secret}</p>
      <div>
        <Button
          onClick={() => {
            void navigator.clipboard.writeText(secret).then(() => setCopied(true));
          }}
        >
          {copied ? t('form-copied') : t('form-copy')}
        </Button>
      </div>
    </div>
  );
}

export { styles as formStyles };
