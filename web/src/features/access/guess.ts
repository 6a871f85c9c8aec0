/** Where a mailbox is likely to be kept, from its address alone. A guess is tried before it is believed. */
import type { components } from '@/api/schema';

export type Server = components['schemas']['ServerSettings'];
export interface Servers {
  imap: Server;
  smtp: Server;
}

interface Known {
  domains: readonly string[];
  imap: string;
  smtp: string;
  /** Sends on 587 with STARTTLS instead of 465. */
  starts?: boolean;
}

const KNOWN: readonly Known[] = [
  { domains: ['gmail.com', 'googlemail.com'], imap: 'imap.gmail.com', smtp: 'smtp.gmail.com' },
  { domains: ['outlook.com', 'outlook.fr', 'hotmail.com', 'hotmail.fr', 'live.fr', 'onmicrosoft.com'], imap: 'outlook.office365.com', smtp: 'smtp.office365.com', starts: true },
  { domains: ['yahoo.com', 'yahoo.fr'], imap: 'imap.mail.yahoo.com', smtp: 'smtp.mail.yahoo.com' },
  { domains: ['icloud.com', 'me.com'], imap: 'imap.mail.me.com', smtp: 'smtp.mail.me.com', starts: true },
  { domains: ['gmx.fr', 'gmx.com'], imap: 'imap.gmx.com', smtp: 'mail.gmx.com' },
];

/** Providers' own hosts, or `imap.` and `smtp.` before the domain; null while there is no whole address yet. */
export function guessServers(address: string): Servers | null {
  const domain = /^[^\s@]+@([^\s@.]+(?:\.[^\s@.]+)+)$/.exec(address.trim())?.[1]?.toLowerCase();
  if (!domain) {
    return null;
  }
  const known = KNOWN.find((it) => it.domains.some((one) => domain === one || domain.endsWith(`.${one}`)));
  const username = address.trim();
  const smtp = known?.smtp ?? `smtp.${domain}`;
  return {
    imap: { host: known?.imap ?? `imap.${domain}`, port: 993, security: 'tls', username },
    smtp: known?.starts ? { host: smtp, port: 587, security: 'start_tls', username } : { host: smtp, port: 465, security: 'tls', username },
  };
}
