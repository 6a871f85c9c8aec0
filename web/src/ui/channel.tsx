import { IconClipboardList, IconForms, IconMail, IconMessage, IconPhone, IconUser } from '@tabler/icons-react';

import type { Channel } from '@/api/types';
import { useWords } from '@/words';

import styles from './channel.module.css';

export const CHANNEL_ICONS: Readonly<Record<Channel, typeof IconMail>> = {
  mail: IconMail,
  phone: IconPhone,
  web_form: IconForms,
  chat: IconMessage,
  survey: IconClipboardList,
  portal: IconUser,
};

/** By which way something came: its picture, and its name beside it, or only on hover and for readers (`isBare`). */
export function ChannelMark({ channel, isBare = false }: { channel: Channel; isBare?: boolean }) {
  const t = useWords();
  const Icon = CHANNEL_ICONS[channel];
  const name = t('channel-name', { channel });
  return (
    <span className={styles.mark} title={isBare ? name : undefined}>
      <Icon size={16} stroke={1.75} aria-hidden="true" />
      <span className={isBare ? 'visually-hidden' : undefined}>{name}</span>
    </span>
  );
}
