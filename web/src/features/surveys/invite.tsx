import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import { ApiError, post } from '@/api/http';
import { useFormats } from '@/shell/formats';
import { record } from '@/shell/undo';
import { Dialog } from '@/ui/dialog';
import { findPersons, personDetail } from '@/ui/find';
import { FindBox } from '@/ui/find-box';
import { formStyles } from '@/ui/form';
import { errorText } from '@/ui/states';
import { useWords } from '@/words';

/** What speaks against asking, and may be overruled by whoever answers for it. */
const MAY_INSIST = ['invitation_asked_recently', 'invitation_complaint_open'];

/** Asks one person by hand. What the rules promise customers holds here too: a refusal is said in place, with its way on. */
export function InviteDialog({ survey, onClose }: { survey: { id: string; name: string }; onClose: () => void }) {
  const t = useWords();
  const f = useFormats();
  const client = useQueryClient();
  const [who, setWho] = useState<{ id: string; name: string } | null>(null);
  const invite = useMutation({
    mutationFn: (insists: boolean) => post('/invitations', { survey_id: survey.id, person_id: who?.id, insists }),
    onSuccess: () => {
      record({ label: t('invite-done', { name: who?.name ?? '' }) });
      void client.invalidateQueries({ queryKey: ['survey-results', survey.id] });
      onClose();
    },
  });
  const refusal = invite.error instanceof ApiError ? invite.error.code : null;
  return (
    <Dialog title={t('invite-title', { survey: survey.name })} onClose={onClose}>
      <form
        className={formStyles.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (who) {
            invite.mutate(false);
          }
        }}
      >
        <FindBox
          autoFocus
          isInline
          label={t('invite-who')}
          description={t('invite-who-why')}
          chosen={who?.name ?? ''}
          from="persons"
          find={async (q, signal) => (await findPersons(q, signal)).map((it) => ({ id: it.id, text: it.display_name, detail: personDetail(it, f.date) }))}
          error={invite.error ? errorText(invite.error, t) : undefined}
          onPick={(it) => {
            invite.reset();
            setWho({ id: it.id, name: it.text });
          }}
        />
        <div className={formStyles.inline}>
          <Button type="submit" variant="filled" disabled={!who} loading={invite.isPending}>
            {t('invite-act')}
          </Button>
          {refusal && MAY_INSIST.includes(refusal) && <Button onClick={() => invite.mutate(true)}>{t('invite-insist')}</Button>}
        </div>
      </form>
    </Dialog>
  );
}
