import { type FieldShape, type Json, type JsonSchema, jsonSchema, type Shape } from '@madang/base';
import { problemAnswer } from '@madang/client';
import type { AnyError, AnyService } from '@madang/kernel';
import type { AnyRoute, BodyKind } from './route.ts';

/** What the document is derived from. */
export interface OpenApiSource {
  readonly routes: readonly AnyRoute[];
  readonly services: readonly AnyService[];
  readonly errors: readonly AnyError[];
  readonly version: string;
}

const TAGS: readonly { readonly name: string; readonly description: string }[] = [
  { name: 'ledger', description: 'Records, receipts and proofs.' },
  { name: 'log', description: 'The log as C2SP tlog-tiles.' },
  { name: 'vault', description: 'Encrypted copies that can be erased.' },
  { name: 'links', description: 'Links and one-time codes by which persons come with a key.' },
  { name: 'desk', description: 'What officers of an institution do besides signing.' },
  { name: 'operation', description: 'How the server is.' },
];

/** The OpenAPI 3.1 document of the interface: paths from its routes, payloads from the registry. */
export function openApiDocument(source: OpenApiSource): Json {
  const { routes, services, errors, version } = source;
  return {
    openapi: '3.1.0',
    info: {
      title: 'Madang',
      version,
      description:
        'A ledger that several public bodies run together. Transactions are built and signed by ' +
        'their sender and sent as canonical CBOR; every answer can be checked by who gets it.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    tags: [
      ...TAGS,
      ...services.map((service) => ({ name: service.name, description: service.doc.en })),
    ],
    paths: pathsOf(routes),
    components: {
      schemas: {
        Problem: jsonSchema(problemAnswer.shape),
        ErrorCode: { type: 'string', enum: errors.map((error) => error.name) },
        ...envelopeSchemas(services),
        ...payloadSchemas(services),
      },
      securitySchemes: {
        depositSecret: {
          type: 'http',
          scheme: 'bearer',
          description: 'The secret that was told when the file was deposited.',
        },
        deskToken: {
          type: 'http',
          scheme: 'bearer',
          description: 'The token that was told when the session at the desk was opened.',
        },
      },
    },
  };
}

/** What the secret of a route is, by its tag. */
const SECRETS: Readonly<Record<string, string>> = { desk: 'deskToken' };

/** The schema name of an act's payload: `document.notarise.payload`. */
export function payloadSchemaName(act: string): string {
  return `${act}.payload`;
}

function pathsOf(routes: readonly AnyRoute[]): JsonSchema {
  const paths: Record<string, Record<string, Json>> = {};
  for (const route of routes) {
    const path = route.path.replace(/:(\w+)(\{[^/]*\}(?=\/|$))?/g, '{$1}');
    paths[path] = { ...paths[path], [route.method]: operationOf(route) };
  }
  return paths;
}

function operationOf(route: AnyRoute): Json {
  return {
    summary: route.summary,
    tags: [route.tag],
    operationId: operationId(route),
    parameters: [
      ...fieldsOf(route.pathShape).map((field) => parameter('path', field)),
      ...fieldsOf(route.queryShape).map((field) => parameter('query', field)),
    ],
    ...(route.isSecret ? { security: [{ [SECRETS[route.tag] ?? 'depositSecret']: [] }] } : {}),
    ...(route.body === undefined ? {} : { requestBody: requestBody(route.body) }),
    responses: {
      '200': { description: 'Done.', content: contentOf(route) },
      default: {
        description: 'A refusal: one sentence with a stable code.',
        content: { 'application/problem+json': { schema: reference('Problem') } },
      },
    },
  };
}

function operationId({ method, path }: AnyRoute): string {
  const words = path.replace(/\{[^/]*\}/g, '').match(/[A-Za-z0-9]+/g) ?? [];
  return [method, ...words.filter((word) => word !== 'api')].join('_');
}

function parameter(place: 'path' | 'query', field: FieldShape): Json {
  const schema = jsonSchema(field.shape);
  const isDeep = ['list', 'record', 'variant'].includes(field.shape.kind);
  const common = { name: field.name, in: place, required: place === 'path' || !field.optional };
  // Values that have parts stand in the query string as JSON text.
  return isDeep
    ? { ...common, content: { 'application/json': { schema } } }
    : { ...common, schema };
}

function requestBody(body: BodyKind): Json {
  return {
    required: true,
    description: `${body.description} At most ${String(body.maxBytes)} bytes.`,
    content: {
      [body.type]: { schema: body.schema === undefined ? binary(body) : jsonSchema(body.schema) },
    },
  };
}

function binary({ encodes }: BodyKind): Json {
  const format = { type: 'string', format: 'binary' };
  return encodes === undefined
    ? format
    : { ...format, description: `Canonical CBOR of #/components/schemas/${encodes}.` };
}

function contentOf({ answer }: AnyRoute): Json {
  if (answer.kind === 'json') {
    return { 'application/json': { schema: jsonSchema(answer.schema) } };
  }
  const type = answer.type.split(';', 1).join('');
  const schema = type.startsWith('text/')
    ? { type: 'string', description: answer.description }
    : { type: 'string', format: 'binary', description: answer.description };
  return { [type]: { schema } };
}

/** Envelope and body in JSON terms; what is sent is their canonical CBOR. */
function envelopeSchemas(services: readonly AnyService[]): JsonSchema {
  const acts = services.flatMap((service) => service.transactions);
  const hex = (sizeBytes: number): Json => ({
    type: 'string',
    pattern: `^[0-9a-f]{${String(2 * sizeBytes)}}$`,
  });
  return {
    Envelope: {
      type: 'object',
      description: 'docs/spec/transaction.md. `body` is the encoding of Body, as bytes.',
      required: ['auth', 'body'],
      properties: { auth: { type: 'object' }, body: { type: 'string' } },
    },
    Body: {
      oneOf: acts.map((act) => ({
        type: 'object',
        title: act.act,
        required: ['act', 'chain', 'expiresAt', 'payload', 'salt'],
        additionalProperties: false,
        properties: {
          act: { type: 'string', const: act.act },
          chain: hex(32),
          expiresAt: { type: 'integer', minimum: 0 },
          payload: reference(payloadSchemaName(act.act)),
          salt: hex(16),
        },
      })),
    },
  };
}

function payloadSchemas(services: readonly AnyService[]): JsonSchema {
  return Object.fromEntries(
    services
      .flatMap((service) => service.transactions)
      .map((act) => [payloadSchemaName(act.act), jsonSchema(act.payloadShape)]),
  );
}

function reference(name: string): Json {
  return { $ref: `#/components/schemas/${name}` };
}

function fieldsOf(shape: Shape): readonly FieldShape[] {
  return shape.kind === 'record' ? shape.fields : [];
}
