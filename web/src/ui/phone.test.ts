import { expect, it } from 'vitest';

import { phoneText } from './phone';

it('writes a French number in pairs and leaves others as they are', () => {
  expect(phoneText('+33261910474')).toBe('02\u00a061\u00a091\u00a004\u00a074');
  expect(phoneText('+442079460000')).toBe('+442079460000');
  expect(phoneText('3949')).toBe('3949');
});
