import { NativeSelect, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';

import { get, type Page, post } from '@/api/http';
import type { components } from '@/api/schema';
import type { Role } from '@/api/types';
import { fieldError, formStyles } from '@/ui/form';
import { useLocale, useWords } from '@/words';

import styles from './access.module.css';
import { Actions, Refusal, type StepProps, useStep } from './set-up-step';

type Team = components['schemas']['TeamView'];
type Staff = components['schemas']['StaffView'];
type Added = components['schemas']['StaffAdded'];

const ROLES: readonly Role[] = ['adviser', 'team_lead', 'analyst', 'marketing', 'admin'];
const NOBODY = { name: '', email: '', role: 'adviser' as Role };

/** The first team and its people. A password is shown this once; it has to be changed at the first sign-in. */
export function TeamStep({ onDone, onLater }: StepProps) {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const step = useStep(onDone);
  const teams = useQuery({ queryKey: ['setup', 'teams'], queryFn: () => get<Page<Team>>('/teams', { limit: 200 }), staleTime: 0 });
  const staff = useQuery({ queryKey: ['setup', 'staff'], queryFn: () => get<Page<Staff>>('/staff', { limit: 200 }), staleTime: 0 });
  const [typedName, setName] = useState<string | null>(null);
  const [person, setPerson] = useState(NOBODY);
  const [secrets, setSecrets] = useState<ReadonlyMap<string, string>>(new Map());
  const nameField = useRef<HTMLInputElement>(null);
  const team = teams.data?.items[0] ?? null;
  const name = typedName ?? t('setup-team-default');

  /** The team people join: the one there is, or the one named here. Joining it oneself would end one's own session. */
  const ensureTeam = async (): Promise<string> => {
    const known = (await client.fetchQuery({ queryKey: ['setup', 'teams'], queryFn: () => get<Page<Team>>('/teams', { limit: 200 }), staleTime: 0 })).items[0];
    const made = known ?? (await post<Team>('/teams', { name, members: [] }));
    void client.invalidateQueries({ queryKey: ['setup', 'teams'] });
    return made.id;
  };
  const invite = useMutation({
    mutationFn: async () => post<Added>('/staff', { ...person, locale, teams: [await ensureTeam()] }),
    onSuccess: (it) => {
      setSecrets((now) => new Map(now).set(it.id, it.initial_password));
      setPerson({ ...NOBODY, role: person.role });
      void client.invalidateQueries({ queryKey: ['setup', 'staff'] });
      nameField.current?.focus();
    },
  });
  const finish = useMutation({ mutationFn: ensureTeam, onSuccess: () => step.mutate({ step_done: 'team' }) });
  const isTyped = person.name.trim() !== '' || person.email.trim() !== '';
  return (
    <form
      className={styles.form}
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        // What is half typed is an invitation that was meant: it is sent before one goes on.
        if (isTyped) {
          invite.mutate();
        } else {
          finish.mutate();
        }
      }}
    >
      <Refusal error={step.error ?? finish.error ?? invite.error} fields={['name', 'email']} />
      <p>{t('setup-team-why')}</p>
      {team ? (
        <p>
          <strong>{team.name}</strong>
        </p>
      ) : (
        <TextInput label={t('setup-team-name')} value={name} error={fieldError(finish.error, 'name')} onChange={(event) => setName(event.currentTarget.value)} />
      )}
      <ul className={styles.list} aria-label={t('setup-team-people')} aria-live="polite">
        {(staff.data?.items ?? []).map((it) => {
          const secret = secrets.get(it.id);
          return (
            <li key={it.id}>
              {it.name} · {t('role-name', { role: it.role })} · {it.email}
              {secret && (
                <>
                  <p className="meta">{t('staff-password-once', { name: it.name })}</p>
                  <p className={styles.secret}>{secret}</p>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <fieldset className={formStyles.set}>
        <legend>{t('setup-team-invite')}</legend>
        <div className={formStyles.pair}>
          <TextInput ref={nameField} label={t('staff-name')} autoComplete="off" value={person.name} error={fieldError(invite.error, 'name')} onChange={(event) => setPerson({ ...person, name: event.currentTarget.value })} />
          <TextInput label={t('staff-email')} type="email" autoComplete="off" value={person.email} error={fieldError(invite.error, 'email')} onChange={(event) => setPerson({ ...person, email: event.currentTarget.value })} />
          <NativeSelect
            label={t('staff-role')}
            description={t('role-why', { role: person.role })}
            value={person.role}
            data={ROLES.map((role) => ({ value: role, label: t('role-name', { role }) }))}
            onChange={(event) => setPerson({ ...person, role: event.currentTarget.value as Role })}
          />
        </div>
      </fieldset>
      <Actions onLater={onLater} busy={step.isPending || finish.isPending || invite.isPending} act={isTyped ? t('setup-team-add-person') : t('setup-continue')} />
    </form>
  );
}
