import { assert, expectPresent, type FieldShape, type Shape } from '@madang/base';
import type { AnyExposed } from './exposed.ts';
import { kernelErrors } from './kernel-errors.ts';
import type { AnyPort } from './port.ts';
import type { AnyQuery } from './query.ts';
import { type AnyError, listErrors } from './refusal.ts';
import type { AnyService } from './service.ts';
import type { AnyTransaction } from './transaction.ts';

/** The services of a build, looked up by name. */
export interface Rules {
  readonly services: readonly AnyService[];
  readonly transactionByAct: ReadonlyMap<string, AnyTransaction>;
  readonly queryByName: ReadonlyMap<string, AnyQuery>;
  readonly exposedByName: ReadonlyMap<string, AnyExposed>;
  readonly portsByService: ReadonlyMap<string, readonly AnyPort[]>;
  readonly roleNames: ReadonlySet<string>;
}

/** The kernel's errors and those of services, ascending by number. */
export function allErrors(services: readonly AnyService[]): readonly AnyError[] {
  const errors = [kernelErrors, ...services.map((service) => service.errors)].flatMap(listErrors);
  return errors.sort((left, right) => left.code - right.code);
}

/** Joins services to rules. Two things of one name, or a thing in the wrong service, are bugs. */
export function compileRules(services: readonly AnyService[]): Rules {
  byName(allErrors(services), (error) => String(error.code));
  byName(services, (service) => service.name);
  byName(
    services.flatMap((service) => service.tables),
    (table) => `${table.service}/${table.name}`,
  );
  for (const service of services) assertOwn(service);
  const rules = {
    services,
    transactionByAct: byName(
      services.flatMap((service) => service.transactions),
      (transaction) => transaction.act,
    ),
    queryByName: byName(
      services.flatMap((service) => service.queries),
      (query) => query.fullName,
    ),
    exposedByName: byName(
      services.flatMap((service) => service.exposes ?? []),
      (exposed) => exposed.name,
    ),
    portsByService: new Map(services.map((service) => [service.name, service.uses ?? []])),
    roleNames: new Set(services.flatMap((service) => service.roles).map((role) => role.name)),
  };
  for (const service of services) assertPorts(rules, service, []);
  return rules;
}

function byName<T>(things: readonly T[], nameOf: (thing: T) => string): ReadonlyMap<string, T> {
  const thingByName = new Map<string, T>();
  for (const thing of things) {
    const name = nameOf(thing);
    assert(!thingByName.has(name), `rules: ${name} is there twice`);
    thingByName.set(name, thing);
  }
  return thingByName;
}

function assertOwn(service: AnyService): void {
  const parts = [
    ...listErrors(service.errors),
    ...service.tables,
    ...service.events,
    ...service.roles,
    ...service.transactions,
    ...service.queries,
    ...service.invariants,
    ...(service.exposes ?? []),
  ];
  for (const part of parts) {
    assert(part.service === service.name, `rules: ${part.name} is not of ${service.name}`);
  }
}

/** Every port has a provider of the same shapes, and no service asks itself around a circle. */
function assertPorts(rules: Rules, service: AnyService, asking: readonly string[]): void {
  assert(!asking.includes(service.name), `rules: ${service.name} uses itself around a circle`);
  for (const port of service.uses ?? []) {
    const exposed = rules.exposedByName.get(port.name);
    assert(exposed !== undefined, `rules: nobody exposes ${port.name}`);
    assert(
      isSameShape(port.inputShape, exposed.inputShape) &&
        isSameShape(port.outputShape, exposed.outputShape),
      `rules: ${service.name} and ${exposed.service} disagree on ${port.name}`,
    );
    const provider = rules.services.find((other) => other.name === exposed.service);
    assertPorts(rules, expectPresent(provider, 'rules: no provider'), [...asking, service.name]);
  }
}

function isSameShape(left: Shape, right: Shape): boolean {
  if (left.kind === 'list' && right.kind === 'list') {
    return isSameRange(left, right) && isSameShape(left.item, right.item);
  }
  if (left.kind === 'record' && right.kind === 'record') {
    return areSameFields(left.fields, right.fields);
  }
  if (left.kind === 'choice' && right.kind === 'choice') {
    return left.options.join() === right.options.join();
  }
  if (left.kind === 'variant' && right.kind === 'variant') {
    return left.tag === right.tag && areSameCases(left.cases, right.cases);
  }
  return isSameScalar(left, right);
}

function isSameScalar(left: Shape, right: Shape): boolean {
  if (left.kind === 'int' && right.kind === 'int') {
    return isSameRange(left, right) && left.big === right.big;
  }
  if (left.kind === 'bytes' && right.kind === 'bytes') return isSameRange(left, right);
  if (left.kind === 'text' && right.kind === 'text') {
    return isSameRange(left, right) && left.pattern === right.pattern;
  }
  return left.kind === right.kind && (left.kind === 'bool' || left.kind === 'raw');
}

interface Range {
  readonly min: number | bigint;
  readonly max: number | bigint;
}

function isSameRange(left: Range, right: Range): boolean {
  return left.min === right.min && left.max === right.max;
}

type Cases = Extract<Shape, { kind: 'variant' }>['cases'];

function areSameCases(left: Cases, right: Cases): boolean {
  return (
    left.length === right.length &&
    left.every((one, index) => {
      const other = right[index];
      return other?.name === one.name && areSameFields(one.fields, other.fields);
    })
  );
}

function areSameFields(left: readonly FieldShape[], right: readonly FieldShape[]): boolean {
  return (
    left.length === right.length &&
    left.every((field, index) => {
      const other = right[index];
      return (
        other?.name === field.name &&
        other.optional === field.optional &&
        isSameShape(field.shape, other.shape)
      );
    })
  );
}
