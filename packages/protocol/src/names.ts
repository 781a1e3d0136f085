import { assert, type Codec, fixedBytes, raw, text } from '@madang/base';

/** A SHA-256 value, 32 bytes. */
export const hash: Codec<Uint8Array> = fixedBytes(32);

/** Service and transaction, such as `document.notarise`; events are named the same way. */
export const actName: Codec<string> = text({
  min: 3,
  max: 64,
  pattern: '[a-z][a-z0-9-]*\\.[a-z][A-Za-z0-9]*',
});

/** The id of an institution. */
export const institutionId: Codec<string> = text({ min: 2, max: 32, pattern: '[a-z][a-z0-9-]*' });

/** A role, such as `document.issuer`: the service that knows it, then its name. */
export const roleName: Codec<string> = text({
  min: 3,
  max: 64,
  pattern: '[a-z][a-z0-9-]*\\.[a-z][a-z0-9-]*',
});

const anyValue = raw();
const MAP = 5;

/** Any map of the profile, kept as its canonical bytes. */
export const rawMap: Codec<Uint8Array> = {
  ...anyValue,
  write: (out, value) => {
    assert((value[0] ?? 0) >> 5 === MAP, 'rawMap: not the encoding of a map');
    out.raw(value);
  },
  read: (input) => {
    // Looking ahead refuses whatever is not a map; then the whole is passed and checked.
    input.fork().length(MAP, 'a map');
    return anyValue.read(input);
  },
};

/** The service of an act or event: what stands before the dot. */
export function serviceOf(act: string): string {
  const dot = act.indexOf('.');
  return dot < 0 ? act : act.slice(0, dot);
}
