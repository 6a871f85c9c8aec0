/** What every step of the first run shares. */
import { Button } from '@mantine/core';
import { queryOptions, useMutation, useQueryClient } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import { get, put } from '@/api/http';
import type { Setup, SetupStep } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { fieldError } from '@/ui/form';
import { useWords } from '@/words';

import styles from './access.module.css';
import { refusalText } from './problems';

export const setupQuery = queryOptions({ queryKey: ['setup'], queryFn: () => get<Setup>('/setup') });

export interface StepProps {
  setup: Setup;
  onDone: () => void;
  onLater: () => void;
}

/** What was refused and why, unless each field says it: our words for what we know, the server's for the rest. */
export function Refusal({ error, fields = [] }: { error: unknown; fields?: readonly string[] }) {
  const t = useWords();
  const f = useFormats();
  if (!error || fields.some((name) => fieldError(error, name))) {
    return null;
  }
  return (
    <p className={styles.error} role="alert">
      {refusalText(error, t, f)}
    </p>
  );
}

export function Actions({ onLater, busy, last, extra, act }: { onLater?: (() => void) | undefined; busy?: boolean; last?: boolean; extra?: ReactNode; act?: string }) {
  const t = useWords();
  return (
    <div className={styles.actions}>
      {onLater ? <Button onClick={onLater}>{t('setup-later')}</Button> : <span />}
      <div className={styles.row}>
        {extra}
        <Button type="submit" variant="filled" loading={busy ?? false}>
          {act ?? (last ? t('setup-finish') : t('setup-continue'))}
        </Button>
      </div>
    </div>
  );
}

/** Sets a step of the set-up, with what it asks for. */
export function useStep(onDone: () => void) {
  const client = useQueryClient();
  return useMutation({
    scope: { id: 'setup' },
    mutationFn: async (body: Partial<Omit<Setup, 'steps'>> & { step_done?: SetupStep }) => {
      const { version } = await client.fetchQuery({ ...setupQuery, staleTime: 0 });
      return put<Setup>('/setup', body, version);
    },
    onSuccess: (it) => {
      client.setQueryData(setupQuery.queryKey, it);
      onDone();
    },
  });
}
