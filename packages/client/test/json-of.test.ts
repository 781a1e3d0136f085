import { AssertionFailure } from '@madang/base';
import { describe, expect, it } from 'vitest';
import { jsonOf } from '../src/index.ts';

describe('the JSON form of a payload', () => {
  it('has bytes as hexadecimal digits, however deep, and leaves out what is undefined', () => {
    const payload = {
      ...{ id: Uint8Array.of(0, 255), count: 3, isOpen: false, none: undefined, name: '이름' },
      parts: [{ share: Uint8Array.of(1), rest: [] }, 'x'],
    };
    expect(jsonOf(payload)).toEqual({
      ...{ id: '00ff', count: 3, isOpen: false, name: '이름' },
      parts: [{ share: '01', rest: [] }, 'x'],
    });
    expect(Object.keys(jsonOf(payload))).not.toContain('none');
  });

  it('does not exist of what no payload has', () => {
    expect(() => jsonOf({ run: () => 1 })).toThrow(AssertionFailure);
    expect(() => jsonOf({ nothing: null })).toThrow(AssertionFailure);
  });
});
