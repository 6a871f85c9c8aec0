import { TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';

import { post } from '@/api/http';
import { PageHeading, useTitle } from '@/shell/page';
import { record } from '@/shell/undo';
import { fieldError, Form, formStyles, useForm } from '@/ui/form';
import { useWords } from '@/words';

import type { WholePerson } from './types';

const FIELDS = ['first_name', 'last_name', 'email', 'phone', 'postcode', 'city'] as const;

/** A person whom no system knows yet. */
export function CustomerNew() {
  const t = useWords();
  const navigate = useNavigate();
  const form = useForm<Record<(typeof FIELDS)[number], string>>({ first_name: '', last_name: '', email: '', phone: '', postcode: '', city: '' });
  useTitle(t('customers-new'));
  const add = useMutation({
    mutationFn: () => {
      const typed = Object.entries(form.values).filter(([, value]) => value.trim() !== '');
      return post<WholePerson>('/persons', { fields: Object.fromEntries(typed) });
    },
    onSuccess: (it) => {
      form.saved();
      record({ label: t('customer-added', { name: it.display_name }) });
      void navigate({ to: '/customers/$id', params: { id: it.id } });
    },
  });
  return (
    <div className="page">
      <PageHeading>{t('customers-new')}</PageHeading>
      <p className="muted">{t('customer-new-why')}</p>
      <Form label={t('customers-new')} act={t('customers-create')} form={form} error={add.error} isBusy={add.isPending} onSave={() => add.mutate()}>
        <div className={formStyles.pair}>
          {FIELDS.map((name) => (
            <TextInput
              key={name}
              label={t('field-name', { field: name })}
              autoComplete="off"
              inputMode={name === 'phone' ? 'tel' : name === 'email' ? 'email' : undefined}
              value={form.values[name]}
              error={fieldError(add.error, `fields/${name}`)}
              onChange={(event) => form.set(name, event.currentTarget.value)}
            />
          ))}
        </div>
      </Form>
    </div>
  );
}
