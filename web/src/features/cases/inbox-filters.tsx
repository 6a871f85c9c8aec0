/** What narrows a view, in the address: a panel to set it, a chip for each that is set. */
import { Button } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { staffQuery, teamsQuery } from '@/api/names';
import type { Channel, Priority } from '@/api/types';
import { useLocale, useWords } from '@/words';

import { caseTypesQuery, type InboxFilters, NARROWINGS, type Narrowing } from './calls';
import styles from './inbox.module.css';

const CHANNELS: readonly Channel[] = ['mail', 'phone', 'web_form', 'chat', 'survey', 'portal'];
const PRIORITIES: readonly Priority[] = ['urgent', 'high', 'normal', 'low'];

type Choices = Record<Narrowing, readonly { value: string; name: string }[]>;

/** What can be chosen for each, by name; what is asked of the server is asked once the panel or a chip needs it. */
function useChoices(): Choices {
  const t = useWords();
  const locale = useLocale();
  const teams = useQuery(teamsQuery).data?.items;
  const staff = useQuery(staffQuery).data?.items;
  const types = useQuery(caseTypesQuery).data?.items;
  return useMemo(
    () => ({
      team: (teams ?? []).map((it) => ({ value: it.id, name: it.name })),
      owner: [{ value: 'none', name: t('ui-nobody') }, ...(staff ?? []).map((it) => ({ value: it.id, name: it.name }))],
      channel: CHANNELS.map((it) => ({ value: it, name: t('channel-name', { channel: it }) })),
      type: (types ?? []).map((it) => ({ value: it.key, name: locale === 'fr' ? it.name_fr : it.name_en })),
      priority: PRIORITIES.map((it) => ({ value: it, name: t('case-priority', { priority: it }) })),
    }),
    [t, locale, teams, staff, types],
  );
}

export const isNarrowed = (search: InboxFilters) => NARROWINGS.some((it) => search[it]);

/** One field for each; what is chosen narrows the list at once. */
export function FilterPanel({ id, search, onChange, onClose }: { id: string; search: InboxFilters; onChange: (change: InboxFilters) => void; onClose: () => void }) {
  const t = useWords();
  const choices = useChoices();
  return (
    <div
      id={id}
      className={styles.panel}
      role="group"
      aria-label={t('inbox-narrow')}
      onKeyDown={(event) => {
        if (event.key === 'Escape') {
          event.stopPropagation();
          onClose();
        }
      }}
    >
      {NARROWINGS.map((name) => (
        <div key={name}>
          <label htmlFor={`${id}-${name}`}>{t('inbox-narrow-by', { name })}</label>
          <select id={`${id}-${name}`} value={search[name] ?? ''} onChange={(event) => onChange({ [name]: event.currentTarget.value || undefined })}>
            <option value="">{t('inbox-narrow-any')}</option>
            {choices[name].map((it) => (
              <option key={it.value} value={it.value}>
                {it.name}
              </option>
            ))}
          </select>
        </div>
      ))}
    </div>
  );
}

/** What narrows the list now: each goes with one press; the whole can be kept as a view. */
export function FilterChips({ search, onChange, onSave }: { search: InboxFilters; onChange: (change: InboxFilters) => void; onSave: (() => void) | null }) {
  const t = useWords();
  const choices = useChoices();
  return (
    <div className={styles.chips}>
      {NARROWINGS.filter((name) => search[name]).map((name) => {
        const text = choices[name].find((it) => it.value === search[name])?.name ?? search[name] ?? '';
        return (
          <button key={name} type="button" className={styles.narrowed} onClick={() => onChange({ [name]: undefined })}>
            <span className="one-line">{t('inbox-narrow-is', { name: t('inbox-narrow-by', { name }), text })}</span>
            <IconX size={14} aria-hidden="true" />
            <span className="visually-hidden">{t('inbox-narrow-drop')}</span>
          </button>
        );
      })}
      {onSave && (
        <Button size="compact-sm" onClick={onSave}>
          {t('view-save')}
        </Button>
      )}
    </div>
  );
}
