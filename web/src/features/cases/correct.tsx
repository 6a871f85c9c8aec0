import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';

import type { Case } from '@/api/types';
import { useFormats } from '@/shell/formats';
import { useKeys } from '@/shell/keys';
import { Dialog } from '@/ui/dialog';
import { findAccounts, findPersons, personDetail } from '@/ui/find';
import { FindBox } from '@/ui/find-box';
import { formStyles } from '@/ui/form';
import { useLocale, useWords } from '@/words';

import type { CaseActs, Correction } from './acts';
import { caseTypesQuery, personQuery } from './calls';
import { correctionOf, type Corrected } from './correction';

const LANGUAGES = ['fr', 'en'] as const;

/** Puts a case right: what it is about, for whom, and how it is answered. What is counted follows the promise that then fits. */
export default function CorrectDialog({ it, acts, onClose }: { it: Case; acts: CaseActs; onClose: () => void }) {
  const t = useWords();
  const f = useFormats();
  const locale = useLocale();
  const types = useQuery(caseTypesQuery).data?.items ?? [];
  const [was] = useState<Corrected>(() => ({
    subject: it.subject,
    type: it.type,
    language: it.language,
    market: it.market ?? '',
    person: it.person_id ? { id: it.person_id, name: it.person_name ?? '' } : null,
    account: it.account_id ? { id: it.account_id, name: it.account_name ?? '' } : null,
  }));
  const [now, setNow] = useState(was);
  const [isEmpty, setEmpty] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refusal, setRefusal] = useState<string | null>(null);
  const person = useQuery({ ...personQuery(now.person?.id ?? ''), enabled: now.person !== null }).data;
  const set = (part: Partial<Corrected>) => setNow((before) => ({ ...before, ...part }));
  const save = () => {
    if (isBusy) {
      return;
    }
    if (now.subject.trim() === '') {
      setEmpty(true);
      return;
    }
    const correction: Correction | null = correctionOf(was, now);
    if (!correction) {
      onClose();
      return;
    }
    setBusy(true);
    setRefusal(null);
    void acts.correct(it.id, correction).then(([result]) => {
      setBusy(false);
      if (result?.status === 'rejected') {
        setRefusal(result.reason instanceof Error ? result.reason.message : t('case-act-not-done'));
      } else {
        onClose();
      }
    });
  };
  useKeys({ 'composer-send': save }, { dialog: true });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    save();
  };
  return (
    <Dialog title={t('case-correct-title')} onClose={onClose} size="lg" closeOnClickOutside={correctionOf(was, now) === null}>
      <form className={formStyles.form} onSubmit={onSubmit} noValidate>
        <TextInput
          data-autofocus
          label={t('new-case-subject')}
          maxLength={200}
          value={now.subject}
          error={isEmpty && now.subject.trim() === '' ? t('case-correct-subject') : undefined}
          onChange={(event) => set({ subject: event.currentTarget.value })}
        />
        <div className={formStyles.pair}>
          <NativeSelect
            label={t('new-case-type')}
            description={t('case-correct-type-why')}
            value={now.type}
            data={types.filter((one) => one.is_active || one.key === was.type).map((one) => ({ value: one.key, label: locale === 'fr' ? one.name_fr : one.name_en }))}
            onChange={(event) => set({ type: event.currentTarget.value })}
          />
          <NativeSelect
            label={t('case-correct-language')}
            description={t('case-correct-language-why')}
            value={now.language}
            data={LANGUAGES.map((code) => ({ value: code, label: t('me-language-name', { code }) }))}
            onChange={(event) => set({ language: event.currentTarget.value as Case['language'] })}
          />
        </div>
        <FindBox
          isInline
          label={t('case-correct-person')}
          description={t('new-case-who-why')}
          chosen={now.person?.name ?? t('inbox-unknown-person')}
          from="persons"
          find={async (q, signal) => (await findPersons(q, signal)).map((one) => ({ id: one.id, text: one.display_name, detail: personDetail(one, f.date) }))}
          own={() => (now.person ? [{ id: 'nobody', text: t('case-correct-nobody'), isOwn: true }] : [])}
          // The account is one the person acts for: another person's does not follow.
          onPick={(one) => set({ person: one.id === 'nobody' ? null : { id: one.id, name: one.text }, account: one.id === now.person?.id ? now.account : null })}
        />
        <FindBox
          isInline
          label={t('case-correct-account')}
          chosen={now.account?.name ?? t('case-correct-no-account')}
          from="accounts"
          find={findAccounts}
          before={(person?.memberships ?? []).map((one) => ({ id: one.account_id, text: one.account_name, detail: t('case-correct-account-theirs') }))}
          own={() => (now.account ? [{ id: 'nobody', text: t('case-correct-no-account'), isOwn: true }] : [])}
          onPick={(one) => set({ account: one.id === 'nobody' ? null : { id: one.id, name: one.text } })}
        />
        <TextInput label={t('case-correct-market')} description={t('case-correct-market-why')} maxLength={40} value={now.market} onChange={(event) => set({ market: event.currentTarget.value })} />
        {refusal && (
          <p className={formStyles.summary} role="alert">
            {refusal}
          </p>
        )}
        <div>
          <Button type="submit" variant="filled" loading={isBusy} aria-keyshortcuts="Control+Enter">
            {t('case-correct-act')}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
