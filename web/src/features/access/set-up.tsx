import { Checkbox, NativeSelect, PasswordInput, TextInput } from '@mantine/core';
import { IconCheck, IconCircle, IconCircleFilled } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';

import { ApiError, post } from '@/api/http';
import { meQuery, welcome } from '@/api/session';
import type { Me, SetupStep } from '@/api/types';
import { PageHeading, useTitle } from '@/shell/page';
import { SignedOutOverlay } from '@/shell/signed-out';
import { Logo } from '@/ui/logo';
import { Failure, Loading } from '@/ui/states';
import { useLocale, useWords } from '@/words';

import styles from './access.module.css';
import { MailboxStep } from './set-up-mailbox';
import { PromiseStep } from './set-up-promise';
import { Actions, Refusal, setupQuery, type StepProps, useStep } from './set-up-step';
import { TeamStep } from './set-up-team';
import { TrialStep } from './set-up-trial';
import { Languages } from './sign-in';

function You() {
  const t = useWords();
  const locale = useLocale();
  const client = useQueryClient();
  const [form, setForm] = useState({ code: '', name: '', email: '', new_password: '' });
  const claim = useMutation({
    mutationFn: () => post<Me>('/setup/claim', { ...form, locale }),
    onSuccess: (me) => {
      welcome(client, me);
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

/** Countries by their name, without those that no longer are one. */
function countriesOf(locale: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames([locale], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((a) => letters.map((b) => a + b))
    .filter((code) => !['EU', 'EZ', 'UN', 'QO', 'XA', 'XB', 'ZZ'].includes(code) && new Intl.Locale(`und-${code}`).region === code)
    .flatMap((value) => {
      const label = names.of(value);
      return label ? [{ value, label }] : [];
    })
    .toSorted((a, b) => a.label.localeCompare(b.label, locale));
}

function Company({ setup, onDone, onLater }: StepProps) {
  const t = useWords();
  const locale = useLocale();
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
        step.mutate({ company_name: name, market_country: country, time_zone: zone, languages, step_done: 'company' });
      }}
    >
      <Refusal error={step.error} />
      <TextInput label={t('setup-company')} required withAsterisk={false} autoComplete="organization" value={name} onChange={(event) => setName(event.currentTarget.value)} />
      <NativeSelect label={t('setup-country')} description={t('setup-country-why')} autoComplete="country" value={country} data={countriesOf(locale)} onChange={(event) => setCountry(event.currentTarget.value)} />
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
  // Taken up again later: whoever goes on has to be signed in.
  const me = useQuery({ ...meQuery, enabled: setup.data?.needs_admin === false });
  const isUnknown = setup.data?.needs_admin === false && me.error instanceof ApiError && me.error.status === 401;
  useEffect(() => {
    if (isUnknown) {
      void navigate({ to: '/sign-in', search: { next: '/set-up' }, replace: true });
    }
  }, [isUnknown, navigate]);
  const isReady = setup.data && (setup.data.needs_admin || me.data);
  return (
    <main className={styles.alone}>
      <div className={styles.brand}>
        <Logo size={32} />
        entente
      </div>
      <div className={`${styles.card} ${styles.wide}`}>
        <PageHeading key={now}>{title}</PageHeading>
        {!isReady && !setup.error && <Loading rows={4} />}
        {setup.error && <Failure error={setup.error} onRetry={() => void setup.refetch()} />}
        {isReady && (
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
            {now === 'mailbox' && <MailboxStep setup={setup.data} onDone={onward} onLater={onward} />}
            {now === 'team' && <TeamStep setup={setup.data} onDone={onward} onLater={onward} />}
            {now === 'promise' && <PromiseStep setup={setup.data} onDone={onward} onLater={onward} />}
            {now === 'trial' && <TrialStep setup={setup.data} onDone={onward} onLater={onward} />}
          </>
        )}
      </div>
      <Languages />
      {/* Before the first admin there is nobody whose session could have ended. */}
      {me.data && <SignedOutOverlay />}
    </main>
  );
}
