import { Checkbox, NumberInput, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { get, type Page, post } from '@/api/http';
import type { components } from '@/api/schema';
import { useFormats } from '@/shell/formats';
import { fieldError, formStyles } from '@/ui/form';
import { Failure, Loading } from '@/ui/states';
import { useWords } from '@/words';

import styles from './access.module.css';
import { Actions, Refusal, type StepProps, useStep } from './set-up-step';

type Schemas = components['schemas'];
type PromiseNew = Schemas['PromiseNew'];

const HOUR = 3600;
/** The template of the survey that follows a closed case: questionnaire's `templates`. */
const TEMPLATE = 'after_case';
const METRICS = ['first_reply', 'next_reply', 'resolution'] as const;

interface There {
  calendars: Schemas['CalendarView'][];
  promises: Schemas['PromiseView'][];
  rules: Schemas['SurveyRule'][];
  surveys: Schemas['SurveySummary'][];
}
const read = async (): Promise<There> => {
  const [calendars, promises, rules, surveys] = await Promise.all([
    get<{ items: There['calendars'] }>('/calendars'),
    get<{ items: There['promises'] }>('/promises'),
    get<{ items: There['rules'] }>('/survey-rules'),
    get<Page<There['surveys'][number]>>('/surveys', { limit: 200 }),
  ]);
  return { calendars: calendars.items, promises: promises.items.filter((it) => it.is_active), rules: rules.items, surveys: surveys.items };
};

const INITIAL = {
  morning_from: '09:00',
  morning_to: '12:30',
  afternoon_from: '13:30',
  afternoon_to: '18:00',
  first_reply: 4,
  next_reply: 4,
  resolution: 24,
  callback: 4,
  asks: true,
  delay: 2,
  quiet: 90,
};

/** When we are open, what we promise then, and what we ask once a case is closed. What is already there stays. */
export function PromiseStep({ setup, onDone, onLater }: StepProps) {
  const t = useWords();
  const f = useFormats();
  const step = useStep(onDone);
  const there = useQuery({ queryKey: ['setup', 'promise'], queryFn: read, staleTime: 0 });
  const [values, setValues] = useState(INITIAL);
  const set = <K extends keyof typeof INITIAL>(name: K, value: (typeof INITIAL)[K]) => setValues({ ...values, [name]: value });
  const holidays = setup.market_country === 'FR' ? 'france' : 'none';

  // Each is made only if it is not there yet, so that a step broken off half-way is taken up where it stopped.
  const make = useMutation({
    mutationFn: async () => {
      const now = await read();
      let calendar = now.calendars.find((it) => it.is_default) ?? now.calendars[0];
      if (!calendar) {
        const open = [
          { from: values.morning_from, to: values.morning_to },
          { from: values.afternoon_from, to: values.afternoon_to },
        ];
        calendar = await post<Schemas['CalendarView']>('/calendars', {
          name: t('setup-calendar-name'),
          is_default: true,
          definition: { time_zone: setup.time_zone, week: { monday: open, tuesday: open, wednesday: open, thursday: open, friday: open, saturday: [], sunday: [] }, holidays, days: [] },
        } satisfies Schemas['CalendarNew']);
      }
      const target = (hours: number): Schemas['Target'] => ({ seconds: Math.round(hours * HOUR), counting: 'business', pauses: ['customer'] });
      if (now.promises.length === 0) {
        const wanted: PromiseNew[] = [
          {
            name: t('setup-promise-callback-name'),
            place: 10,
            conditions: { type: 'callback', channel: null, priority: null, market: null },
            targets: { first_reply: null, next_reply: null, resolution: target(values.callback) },
            calendar_id: calendar.id,
            is_published: false,
          },
          {
            name: t('setup-promise-name'),
            place: 100,
            conditions: { type: null, channel: null, priority: null, market: null },
            targets: { first_reply: target(values.first_reply), next_reply: target(values.next_reply), resolution: target(values.resolution) },
            calendar_id: calendar.id,
            is_published: true,
          },
        ];
        for (const promise of wanted) {
          await post('/promises', promise);
        }
      }
      if (values.asks && now.rules.length === 0) {
        const name = t('setup-survey-name');
        const known = now.surveys.find((it) => it.name === name);
        const survey = known ? await get<Schemas['Survey']>(`/surveys/${known.id}`) : await post<Schemas['Survey']>('/surveys', { name, template: TEMPLATE });
        if (survey.version_published === 0) {
          await post(`/surveys/${survey.id}/versions`, {}, { ifMatch: survey.version });
        }
        await post('/survey-rules', {
          name,
          survey_id: survey.id,
          is_active: true,
          delay_seconds: Math.round(values.delay * HOUR),
          quiet_days: values.quiet,
          spares_complaints: true,
          case_types: [],
          channels: [],
          share: 1,
          open_days: 30,
        } satisfies Schemas['SurveyRuleDraft']);
      }
    },
    onSuccess: () => step.mutate({ step_done: 'promise' }),
    onError: () => void there.refetch(),
  });

  if (there.error) {
    return <Failure error={there.error} onRetry={() => void there.refetch()} />;
  }
  if (!there.data) {
    return <Loading rows={6} />;
  }
  const { calendars, promises, rules } = there.data;
  const hours = (name: 'first_reply' | 'next_reply' | 'resolution' | 'callback', label: string, pointer: string) => (
    <NumberInput label={label} suffix={` ${t('setup-hours-unit')}`} min={0.25} max={2000} decimalScale={2} value={values[name]} error={fieldError(make.error, pointer)} onChange={(it) => set(name, Number(it) || 0)} />
  );
  const time = (name: 'morning_from' | 'morning_to' | 'afternoon_from' | 'afternoon_to') => (
    <TextInput label={t('setup-open', { at: name })} inputMode="numeric" pattern="([01][0-9]|2[0-3]):[0-5][0-9]" title={t('setup-open-form')} maxLength={5} autoComplete="off" required withAsterisk={false} value={values[name]} onChange={(event) => set(name, event.currentTarget.value)} />
  );
  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <Refusal error={make.error ?? step.error} fields={['targets', 'delay_seconds', 'quiet_days']} />
      <p>{t('setup-promise-why')}</p>
      <fieldset className={formStyles.set}>
        <legend>{t('setup-calendar')}</legend>
        {calendars.length > 0 ? (
          <p>{calendars.map((it) => it.name).join(', ')}</p>
        ) : (
          <>
            <div className={styles.four}>
              {time('morning_from')}
              {time('morning_to')}
              {time('afternoon_from')}
              {time('afternoon_to')}
            </div>
            <p className="meta">{t('setup-calendar-why', { zone: setup.time_zone, holidays })}</p>
          </>
        )}
      </fieldset>
      <fieldset className={formStyles.set}>
        <legend>{t('setup-promises')}</legend>
        {promises.length > 0 ? (
          <ul className={styles.list}>
            {promises.map((it) => (
              <li key={it.id}>
                {it.name} · {METRICS.flatMap((metric) => (it.targets[metric] ? [`${t('deadline-metric', { metric })} ${f.duration(it.targets[metric].seconds)}`] : [])).join(' · ')}
              </li>
            ))}
          </ul>
        ) : (
          <>
            <div className={styles.four}>
              {METRICS.map((metric) => (
                <div key={metric}>{hours(metric, t('promise-metric', { metric }), `targets/${metric}`)}</div>
              ))}
              {hours('callback', t('setup-promise-callback'), 'targets/resolution')}
            </div>
            <p className="meta">{t('setup-promises-why')}</p>
          </>
        )}
      </fieldset>
      <fieldset className={formStyles.set}>
        <legend>{t('setup-survey')}</legend>
        {rules.length > 0 ? (
          <p>{rules.map((it) => it.name).join(', ')}</p>
        ) : (
          <>
            <Checkbox label={t('setup-survey-ask')} description={t('setup-survey-why')} checked={values.asks} onChange={(event) => set('asks', event.currentTarget.checked)} />
            {values.asks && (
              <div className={formStyles.pair}>
                <NumberInput label={t('setup-survey-delay')} suffix={` ${t('setup-hours-unit')}`} min={0} max={2160} decimalScale={2} value={values.delay} error={fieldError(make.error, 'delay_seconds')} onChange={(it) => set('delay', Number(it) || 0)} />
                <NumberInput label={t('setup-survey-quiet')} suffix={` ${t('setup-days-unit')}`} min={0} max={730} value={values.quiet} error={fieldError(make.error, 'quiet_days')} onChange={(it) => set('quiet', Number(it) || 0)} />
              </div>
            )}
          </>
        )}
      </fieldset>
      <Actions onLater={onLater} busy={make.isPending || step.isPending} />
    </form>
  );
}
