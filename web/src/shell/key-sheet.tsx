import { useState } from 'react';

import { Dialog } from '@/ui/dialog';
import { useWords } from '@/words';

import styles from './key-sheet.module.css';
import { ACTS, actsNow, keyText, SCOPES } from './keys';

/** What `?` shows: made from the registry, so it cannot forget a key. */
export default function KeySheet({ onClose }: { onClose: () => void }) {
  const t = useWords();
  // Where one may go is offered as the rail offers it: by what the role may open.
  const [places] = useState(() => new Set(actsNow().map(({ act }) => act.id)));
  return (
    <Dialog onClose={onClose} title={t('sheet-title')} size="xl">
      <div className={styles.sheet}>
        {SCOPES.map((scope) => {
          const acts = ACTS.filter((it) => it.scope === scope && (!it.id.startsWith('go-') || places.has(it.id)));
          return acts.length === 0 ? null : (
            <section key={scope} aria-label={t('sheet-scope', { scope })}>
              <h3>{t('sheet-scope', { scope })}</h3>
              <dl>
                {acts.map((it) => (
                  <div key={it.id}>
                    <dt>{t(it.label)}</dt>
                    <dd>
                      {it.keys.map((key) => (
                        <span key={key}>
                          {keyText(key, t).map((part, at) => (
                            <kbd key={at}>{part}</kbd>
                          ))}
                        </span>
                      ))}
                    </dd>
                  </div>
                ))}
              </dl>
            </section>
          );
        })}
      </div>
    </Dialog>
  );
}
