import { Button, Checkbox, PasswordInput, TextInput } from '@mantine/core';
import { IconCheck, IconCircle, IconCircleFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { type ReactNode, useState } from 'react';

import { get, type Page, post, put } from '@/api/http';
import { meQuery } from '@/api/session';
import type { CaseRow, Me, Named, Setup, SetupStep } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { PageHeading, useTitle } from '@/shell/page';
import { Failure, Loading } from '@/ui/states';
import { Logo } from '@/ui/logo';
import { useLocale, useWords } from '@/words';

import styles from './access.module.css';
import { refusalText } from './problems';
import { Languages } from './sign-in';

const setupQuery = { queryKey: ['setup'], queryFn: () => get<Setup>('/setup') };

function Refusal({ error }: { error: unknown }) {
  const t = useWords();
  const f = useFormats();
  return error ? (
    <p className={styles.error} role="alert">
      {refusalText(error, t, f)}
    </p>
  ) : null;
}

function Actions({ onLater, busy, last }: { onLater?: () => void; busy?: boolean; last?: boolean }) {
  const t = useWords();
  return (
    <div className={styles.actions}>
      {onLater ? <Button onClick={onLater}>{t('setup-later')}</Button> : <span />}
      <Button type="submit" variant="filled" loading={busy ?? false}>
        {last ? t('setup-finish') : t('setup-continue')}
      </Button>
    </div>
  );
}

function You() {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const [form, setForm] = useState({ code: '', name: '', email: '', new_password: '' });
  const claim = useMutation({
    mutationFn: () => post<Me>('/setup/claim', { ...form, locale }),
    onSuccess: (me) => {
      client.setQueryData(meQuery.queryKey, me);
      void client.invalidateQueries({ queryKey: setupQuery.queryKey });
    },
  });
  const field = (name: keyof typeof form) => ({
    required: true,
    withAsterisk: false,
    value: form[name],
    onChange: (event: React.ChangeEvent<HTMLInputElement>) => setForm({ ...form, [name]: event.currentTarget.value }),
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        claim.mutate();
      }}
    >
      <Refusal error={claim.error} />
      <TextInput label={t('setup-code')} description={t('setup-code-why')} autoComplete="off" {...field('code')} />
      <TextInput label={t('setup-name')} autoComplete="name" {...field('name')} />
      <TextInput label={t('setup-email')} type="email" autoComplete="username" {...field('email')} />
      <PasswordInput
        label={t('setup-password')}
        description={t('setup-password-why')}
        autoComplete="new-password"
        visibilityToggleButtonProps={{ 'aria-label': t('sign-in-show') }}
        {...field('new_password')}
      />
      <Actions busy={claim.isPending} />
    </form>
  );
}

/** Sets a step of the set-up, with what it asks for. */
function useStep(onDone: () => void) {
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

function Company({ setup, onDone, onLater }: { setup: Setup; onDone: () => void; onLater: () => void }) {
  const t = useWords();
  const step = useStep(onDone);
  const [name, setName] = useState(setup.company_name ?? '');
  const [country, setCountry] = useState(setup.market_country);
  const [zone, setZone] = useState(setup.time_zone);
  const [languages, setLanguages] = useState(setup.languages);
  const zones = Intl.supportedValuesOf('timeZone');
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate({ company_name: name, market_country: country.toUpperCase(), time_zone: zone, languages, step_done: 'company' });
      }}
    >
      <Refusal error={step.error} />
      <TextInput label={t('setup-company')} required withAsterisk={false} autoComplete="organization" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <TextInput label={t('setup-country')} description={t('setup-country-why')} required withAsterisk={false} maxLength={2} value={country} onChange={(event) => setCountry(event.currentTarget.value)} />
      <TextInput label={t('setup-zone')} required withAsterisk={false} list="zones" value={zone} onChange={(event) => setZone(event.currentTarget.value)} />
      <datalist id="zones">
        {zones.map((it) => (
          <option key={it} value={it} />
        ))}
      </datalist>
      <fieldset className={styles.choice}>
        <legend>{t('setup-languages')}</legend>
        <div className={styles.row}>
          {(['fr', 'en'] as const).map((code) => (
            <Checkbox
              key={code}
              label={t('setup-language', { code })}
              checked={languages.includes(code)}
              onChange={(event) => setLanguages(event.currentTarget.checked ? [...languages, code] : languages.filter((it) => it !== code))}
            />
          ))}
        </div>
      </fieldset>
      <Actions onLater={onLater} busy={step.isPending} />
    </form>
  );
}

function Elsewhere({ step: name, why, count, children, onDone, onLater }: { step: SetupStep; why: string; count: string; children: ReactNode; onDone: () => void; onLater: () => void }) {
  const step = useStep(onDone);
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate({ step_done: name });
      }}
    >
      <Refusal error={step.error} />
      <p>{why}</p>
      <p role="status">{count}</p>
      <div>{children}</div>
      <Actions onLater={onLater} busy={step.isPending} />
    </form>
  );
}

const useCount = (path: string) => {
  const it = useQuery({ queryKey: ['setup', path], queryFn: () => get<Page<Named>>(path), retry: false, staleTime: 0 });
  return it.data?.items.length ?? 0;
};

function Mailbox(props: { onDone: () => void; onLater: () => void }) {
  const t = useWords();
  const count = useCount('/mailboxes');
  return (
    <Elsewhere step="mailbox" why={t('setup-mailbox-why')} count={t('setup-mailbox-count', { count })} {...props}>
      <Link to={'/settings/mailboxes' as '/'}>{t('setup-mailbox-open')}</Link>
    </Elsewhere>
  );
}

function Promise_(props: { onDone: () => void; onLater: () => void }) {
  const t = useWords();
  const count = useCount('/promises');
  return (
    <Elsewhere step="promise" why={t('setup-promise-why')} count={t('setup-promise-count', { count })} {...props}>
      <Link to={'/settings/promises' as '/'}>{t('setup-promise-open')}</Link>
    </Elsewhere>
  );
}

function Team({ onDone, onLater }: { onDone: () => void; onLater: () => void }) {
  const t = useWords();
  const client = useQueryClient();
  const count = useCount('/teams');
  const [name, setName] = useState('');
  const step = useStep(onDone);
  const add = useMutation({
    mutationFn: () => post<Named>('/teams', { name, description: '', members: [] }),
    onSuccess: () => {
      setName('');
      void client.invalidateQueries({ queryKey: ['setup', '/teams'] });
    },
  });
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate({ step_done: 'team' });
      }}
    >
      <Refusal error={step.error ?? add.error} />
      <p>{t('setup-team-why')}</p>
      <p role="status">{t('setup-team-count', { count })}</p>
      <div className={styles.row}>
        <TextInput label={t('setup-team-name')} value={name} onChange={(event) => setName(event.currentTarget.value)} />
        <Button style={{ alignSelf: 'end' }} disabled={name.trim() === ''} loading={add.isPending} onClick={() => add.mutate()}>
          {t('setup-team-add')}
        </Button>
      </div>
      <Actions onLater={onLater} busy={step.isPending} />
    </form>
  );
}

function Trial({ onDone }: { onDone: () => void }) {
  const t = useWords();
  const step = useStep(onDone);
  const cases = useQuery({ queryKey: ['setup', 'cases'], queryFn: () => get<Page<CaseRow>>('/cases', { limit: 1 }), refetchInterval: 3000 });
  const first = cases.data?.items[0];
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        step.mutate({ step_done: 'trial' });
      }}
    >
      <Refusal error={step.error} />
      <p>{t('setup-trial-why')}</p>
      <p role="status">{first ? t('setup-trial-arrived') : t('setup-trial-waiting')}</p>
      {first && (
        <p>
          <Link to="/cases/$id" params={{ id: first.id }}>
            {t('setup-trial-open')}
          </Link>
        </p>
      )}
      <Actions busy={step.isPending} last />
    </form>
  );
}

/** The first run: six steps, each can be left and taken up again. */
export function SetUp() {
  const t = useWords();
  const navigate = useNavigate();
  const setup = useQuery(setupQuery);
  const [chosen, setChosen] = useState<SetupStep | null>(null);
  const steps = setup.data?.steps ?? [];
  const next = steps.find((it) => !it.is_done)?.step ?? 'trial';
  const now: SetupStep = setup.data?.needs_admin ? 'you' : (chosen ?? (next === 'you' ? 'company' : next));
  const at = steps.findIndex((it) => it.step === now);
  const title = t('setup-title', { step: at + 1 });
  useTitle(title);
  const onward = () => {
    const after = steps[at + 1];
    if (after) {
      setChosen(after.step);
    } else {
      void navigate({ to: '/' });
    }
  };
  return (
    <main className={styles.alone}>
      <div className={styles.brand}>
        <Logo size={32} />
        entente
      </div>
      <div className={`${styles.card} ${styles.wide}`}>
        <PageHeading>{title}</PageHeading>
        {setup.isPending && <Loading rows={4} />}
        {setup.error && <Failure error={setup.error} onRetry={() => void setup.refetch()} />}
        {setup.data && (
          <>
            <ol className={styles.steps}>
              {steps.map(({ step, is_done: done }) => (
                <li key={step}>
                  <button
                    type="button"
                    className={styles.step}
                    aria-current={step === now ? 'step' : undefined}
                    aria-disabled={setup.data.needs_admin || step === 'you'}
                    onClick={() => !setup.data.needs_admin && step !== 'you' && setChosen(step)}
                  >
                    {done ? <IconCheck size={16} aria-hidden="true" /> : step === now ? <IconCircleFilled size={12} aria-hidden="true" /> : <IconCircle size={12} aria-hidden="true" />}
                    {done ? (
                      <>
                        <span aria-hidden="true">{t('setup-step', { step })}</span>
                        <span className="visually-hidden">{t('setup-step-done', { name: t('setup-step', { step }) })}</span>
                      </>
                    ) : (
                      t('setup-step', { step })
                    )}
                  </button>
                </li>
              ))}
            </ol>
            {now === 'you' && <You />}
            {now === 'company' && <Company setup={setup.data} onDone={onward} onLater={onward} />}
            {now === 'mailbox' && <Mailbox onDone={onward} onLater={onward} />}
            {now === 'team' && <Team onDone={onward} onLater={onward} />}
            {now === 'promise' && <Promise_ onDone={onward} onLater={onward} />}
            {now === 'trial' && <Trial onDone={onward} />}
          </>
        )}
      </div>
      <Languages />
    </main>
  );
}
