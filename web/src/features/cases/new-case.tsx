import { NativeSelect, NumberInput, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';

import { get, type Page, post } from '@/api/http';
import { PageHeading, useTitle } from '@/shell/page';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, useForm } from '@/ui/form';
import { useLocale, useWords } from '@/words';

interface CaseType {
  key: string;
  name_fr: string;
  name_en: string;
  is_active: boolean;
}

const CHANNELS = ['phone', 'mail', 'chat'] as const;
const PRIORITIES = ['low', 'normal', 'high', 'urgent'] as const;

interface Typed {
  name: string;
  email: string;
  phone: string;
}

/** Who called, as far as they said: known by their address or number, or made anew. */
const typedPerson = ({ name, email, phone }: Typed) => Object.fromEntries(Object.entries({ name, email, phone }).filter(([, value]) => value.trim() !== ''));

/** A call is noted as it is held: who, about what, what was said. The clock starts when it is saved. */
export function NewCase() {
  const t = useWords();
  const locale = useLocale();
  const navigate = useNavigate();
  const { person } = useSearch({ strict: false }) as { person?: string };
  const who = useQuery({ queryKey: ['person', person], queryFn: () => get<{ display_name: string }>(`/persons/${person ?? ''}`), enabled: person !== undefined });
  const types = useQuery({ queryKey: ['case-types'], queryFn: () => get<Page<CaseType>>('/case-types'), staleTime: 300_000 });
  const form = useForm({ subject: '', type: '', channel: 'phone' as (typeof CHANNELS)[number], priority: 'normal' as (typeof PRIORITIES)[number], text: '', minutes: 0, name: '', email: '', phone: '' });
  const title = who.data ? t('new-case-for', { name: who.data.display_name }) : t('new-case');
  useTitle(title);
  const open = useMutation({
    mutationFn: () => {
      const { subject, type, channel, priority, text, minutes } = form.values;
      return post<{ case_id: string }>('/cases', {
        person: person ? { id: person } : typedPerson(form.values),
        subject,
        type: type || undefined,
        channel,
        priority,
        text,
        duration_seconds: channel === 'phone' && minutes > 0 ? Math.round(minutes * 60) : null,
      });
    },
    onSuccess: (it) => {
      form.reset(form.values);
      record({ label: t('new-case-opened') });
      void navigate({ to: '/cases/$id', params: { id: it.case_id } });
    },
  });
  const { values, set } = form;
  return (
    <div className="page">
      <PageHeading>{title}</PageHeading>
      <Form label={title} act={t('new-case-act')} form={form} error={open.error} isBusy={open.isPending} onSave={() => open.mutate()}>
        {!person && (
          <div className={formStyles.pair}>
            <TextInput label={t('new-case-name')} autoComplete="off" value={values.name} error={fieldError(open.error, 'person/name')} onChange={(event) => set('name', event.currentTarget.value)} />
            <TextInput label={t('field-name', { field: 'email' })} autoComplete="off" value={values.email} error={fieldError(open.error, 'person/email')} onChange={(event) => set('email', event.currentTarget.value)} />
            <TextInput label={t('field-name', { field: 'phone' })} autoComplete="off" value={values.phone} error={fieldError(open.error, 'person/phone')} onChange={(event) => set('phone', event.currentTarget.value)} />
          </div>
        )}
        <div className={formStyles.pair}>
          <NativeSelect
            label={t('new-case-channel')}
            value={values.channel}
            data={CHANNELS.map((channel) => ({ value: channel, label: t('channel-name', { channel }) }))}
            onChange={(event) => set('channel', event.currentTarget.value as (typeof CHANNELS)[number])}
          />
          <NativeSelect
            label={t('new-case-type')}
            value={values.type}
            error={fieldError(open.error, 'type')}
            data={[{ value: '', label: t('new-case-type-default') }, ...(types.data?.items ?? []).filter((it) => it.is_active).map((it) => ({ value: it.key, label: locale === 'fr' ? it.name_fr : it.name_en }))]}
            onChange={(event) => set('type', event.currentTarget.value)}
          />
          <NativeSelect
            label={t('new-case-priority')}
            value={values.priority}
            data={PRIORITIES.map((priority) => ({ value: priority, label: t('case-priority', { priority }) }))}
            onChange={(event) => set('priority', event.currentTarget.value as (typeof PRIORITIES)[number])}
          />
        </div>
        <TextInput label={t('new-case-subject')} name="subject" autoFocus value={values.subject} error={fieldError(open.error, 'subject')} onChange={(event) => set('subject', event.currentTarget.value)} />
        <Textarea
          label={t('new-case-text')}
          description={t('new-case-text-why')}
          autosize
          minRows={5}
          value={values.text}
          error={fieldError(open.error, 'text')}
          onChange={(event) => set('text', event.currentTarget.value)}
        />
        {values.channel === 'phone' && <NumberInput label={t('new-case-minutes')} min={0} max={600} value={values.minutes} onChange={(minutes) => set('minutes', Number(minutes) || 0)} />}
      </Form>
    </div>
  );
}
