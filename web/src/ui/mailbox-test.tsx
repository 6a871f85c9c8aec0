import { IconCheck, IconX } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';

import { ApiError } from '@/api/http';
import { type StepResult, testMailbox } from '@/api/mailbox-test';
import { useFormats } from '@/shell/formats';
import { useWords } from '@/words';

import styles from './mailbox-test.module.css';

export interface MailboxTrial {
  steps: readonly StepResult[];
  error: unknown;
  isBusy: boolean;
  /** Answers whether every step was good. */
  run: (body: unknown) => Promise<boolean>;
}

/** Tries a mailbox's settings as they are typed: each step arrives as it ends. A new run stops the one before it. */
export function useMailboxTrial(): MailboxTrial {
  const [steps, setSteps] = useState<StepResult[]>([]);
  const [error, setError] = useState<unknown>(null);
  const [isBusy, setBusy] = useState(false);
  const stop = useRef<AbortController | null>(null);
  useEffect(() => () => stop.current?.abort(), []);
  const run = async (body: unknown) => {
    stop.current?.abort();
    const controller = new AbortController();
    stop.current = controller;
    setSteps([]);
    setError(null);
    setBusy(true);
    const results: StepResult[] = [];
    try {
      await testMailbox(
        body,
        (step) => {
          results.push(step);
          setSteps([...results]);
        },
        controller.signal,
      );
      return results.length > 0 && results.every((it) => it.is_good);
    } catch (caught) {
      if (!controller.signal.aborted) {
        setError(caught instanceof ApiError ? caught : new ApiError({ title: '', status: 0, code: 'offline' }));
      }
      return false;
    } finally {
      if (stop.current === controller) {
        setBusy(false);
      }
    }
  };
  return { steps, error, isBusy, run };
}

/** What was found step by step, with the server's own words and what to do. */
export function MailboxSteps({ steps }: { steps: readonly StepResult[] }) {
  const t = useWords();
  const f = useFormats();
  const list = useRef<HTMLOListElement>(null);
  // What a test finds is what one waits for: each line is brought into view as it comes.
  useEffect(() => {
    if (steps.length > 0) {
      list.current?.lastElementChild?.scrollIntoView({ block: 'nearest' });
    }
  }, [steps.length]);
  return (
    <ol ref={list} className={styles.steps} aria-live="polite">
      {steps.map((it, at) => (
        <li key={at} data-good={it.is_good}>
          {it.is_good ? <IconCheck size={16} stroke={2} aria-hidden="true" /> : <IconX size={16} stroke={2} aria-hidden="true" />}
          <span>
            <strong>{t('mailbox-step', { step: it.step })}</strong> · {it.is_good ? t('mailbox-step-good') : t('mailbox-step-bad')} · {t('mailbox-step-time', { time: f.number(it.milliseconds) })}
            {it.words && <span> · {it.words}</span>}
            {it.said && <span className={styles.words}>{t('message-said', { said: it.said })}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
