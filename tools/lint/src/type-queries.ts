import ts from 'typescript';

const unorderedNames = new Set([
  'Map',
  'MapIterator',
  'ReadonlyMap',
  'ReadonlySet',
  'Set',
  'SetIterator',
]);

/** The members of a union, or the type itself; a type parameter counts as its constraint. */
export function constituents(type: ts.Type): readonly ts.Type[] {
  if (type.isUnion()) return type.types.flatMap(constituents);
  if ((type.flags & ts.TypeFlags.TypeParameter) !== 0) {
    const constraint = type.getConstraint();
    return constraint === undefined ? [type] : constituents(constraint);
  }
  return [type];
}

/** Whether a value of this type may be a Map, a Set, an iterator over one, or a subclass. */
export function isUnordered(type: ts.Type, checker: ts.TypeChecker): boolean {
  return constituents(type).some((one) => isUnorderedObject(one, checker));
}

function isUnorderedObject(type: ts.Type, checker: ts.TypeChecker): boolean {
  if (type.isIntersection()) return type.types.some((one) => isUnordered(one, checker));
  const symbol = type.getSymbol();
  if (symbol !== undefined && unorderedNames.has(symbol.name) && isFromLibrary(symbol)) return true;
  return type.isClassOrInterface() || isReferenceToClass(type)
    ? (type.getBaseTypes() ?? []).some((base) => isUnordered(base, checker))
    : false;
}

function isReferenceToClass(type: ts.Type): boolean {
  const symbol = type.getSymbol();
  const declared = ts.SymbolFlags.Class | ts.SymbolFlags.Interface;
  return symbol !== undefined && (symbol.flags & declared) !== 0;
}

/** A type of our own that is called Map is ordered as we made it. */
function isFromLibrary(symbol: ts.Symbol): boolean {
  const declarations = symbol.getDeclarations() ?? [];
  return declarations.some((one) => one.getSourceFile().isDeclarationFile);
}

/** Whether values of this type can be walked by `for-of`. */
export function isIterable(type: ts.Type): boolean {
  return constituents(type).some((one) =>
    one.getProperties().some((property) => property.name.startsWith('__@iterator')),
  );
}

/**
 * Whether this type is a Result: a union told apart by a property `ok` that is `true` in some
 * members and `false` in others. A list of Results, or a promise of one, counts too.
 */
export function isResult(type: ts.Type, checker: ts.TypeChecker): boolean {
  const element = checker.isArrayLikeType(type) ? listElement(type, checker) : undefined;
  if (element !== undefined) return isResult(element, checker);
  const promised = checker.getAwaitedType(type);
  const verdicts = constituents(promised ?? type).map((one) => okLiteral(one, checker));
  return verdicts.includes('false') && verdicts.every((verdict) => verdict !== undefined);
}

function listElement(type: ts.Type, checker: ts.TypeChecker): ts.Type | undefined {
  return checker.getIndexTypeOfType(type, ts.IndexKind.Number);
}

function okLiteral(type: ts.Type, checker: ts.TypeChecker): string | undefined {
  const property = type.getProperty('ok');
  if (property === undefined) return undefined;
  const text = checker.typeToString(checker.getTypeOfSymbol(property));
  return text === 'true' || text === 'false' ? text : undefined;
}
