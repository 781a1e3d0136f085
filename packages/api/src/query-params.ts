import type { FieldShape, Shape } from '@madang/base';

/**
 * The JSON object that a query string stands for, by the shape of the record that it must become:
 * integers and booleans are read from their text, texts and bytes stand as they are, lists and
 * records are JSON text. What does not look like its shape is left as text, so that the codec
 * refuses it by name.
 */
export function jsonFromSearch(shape: Shape, search: URLSearchParams): unknown {
  const fields = new Map(fieldsOf(shape).map((field) => [field.name, field.shape]));
  const entries: [string, unknown][] = [];
  for (const [name, text] of search) {
    const field = fields.get(name);
    entries.push([name, field === undefined ? text : valueOf(field, text)]);
  }
  return Object.fromEntries(entries);
}

function fieldsOf(shape: Shape): readonly FieldShape[] {
  return shape.kind === 'record' ? shape.fields : [];
}

function valueOf(shape: Shape, text: string): unknown {
  switch (shape.kind) {
    case 'int':
      return !shape.big && /^-?(0|[1-9][0-9]{0,15})$/.test(text) ? Number(text) : text;
    case 'bool':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'list':
    case 'record':
    case 'variant':
      return parseJsonText(text);
    default:
      return text;
  }
}

function parseJsonText(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
