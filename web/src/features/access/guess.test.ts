import { describe, expect, it } from 'vitest';

import { guessServers } from './guess';

describe('guessing where a mailbox is kept', () => {
  it('waits for a whole address', () => {
    for (const typed of ['', 'contact', 'contact@', 'contact@rives', 'contact@rives.', 'a b@rives.fr']) {
      expect(guessServers(typed), typed).toBeNull();
    }
  });
  it('takes the domain, with the address as account', () => {
    expect(guessServers(' contact@Rives.example ')).toEqual({
      imap: { host: 'imap.rives.example', port: 993, security: 'tls', username: 'contact@Rives.example' },
      smtp: { host: 'smtp.rives.example', port: 465, security: 'tls', username: 'contact@Rives.example' },
    });
  });
  it('knows providers whose hosts are called otherwise, not domains that only end alike', () => {
    expect(guessServers('a@rives.onmicrosoft.com')?.smtp).toMatchObject({ host: 'smtp.office365.com', port: 587, security: 'start_tls' });
    expect(guessServers('a@notgmail.com')?.imap.host).toBe('imap.notgmail.com');
  });
});
