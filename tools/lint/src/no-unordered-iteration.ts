import {
  AST_NODE_TYPES,
  ESLintUtils,
  type ParserServicesWithTypeInformation,
  type TSESLint,
  type TSESTree,
} from '@typescript-eslint/utils';
import ts from 'typescript';
import { memberName } from './member-name.ts';
import { createRule } from './rule.ts';
import { isIterable, isUnordered } from './type-queries.ts';

/** What a Map or Set may be asked for: answers that do not depend on insertion order. */
const orderFreeMembers = new Set(['add', 'clear', 'delete', 'get', 'has', 'set', 'size']);
const copyingConstructors = new Set(['Map', 'Set']);

/** Refuses to walk a Map or Set, or to hand one on as a mere iterable. */
export const noUnorderedIteration = createRule({
  name: 'no-unordered-iteration',
  meta: {
    type: 'problem',
    docs: {
      description: 'Refuse iteration over Map and Set: insertion order is history, not state.',
    },
    messages: {
      iteration: 'The order of a Map or Set is the order of insertion; use sortedEntries of base.',
      member: '{{member}} walks a Map or Set in the order of insertion; use sortedEntries of base.',
      handed: 'As an iterable this Map or Set would be walked where no rule sees it.',
    },
    schema: [],
    defaultOptions: [],
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const refuse: Refuse = (node, messageId, member) =>
      context.report({ node, messageId, data: { member: member ?? '...' } });
    return { ...walks(services, refuse), ...handOvers(services, refuse) };
  },
});

type MessageId = 'iteration' | 'member' | 'handed';
type Refuse = (node: TSESTree.Node, messageId: MessageId, member?: string) => void;

/** Every way of walking a Map or Set on the spot. */
function walks(services: ParserServicesWithTypeInformation, refuse: Refuse): TSESLint.RuleListener {
  const checker = services.program.getTypeChecker();
  const isWalked = (node: TSESTree.Node): boolean =>
    isUnordered(services.getTypeAtLocation(node), checker);
  const refuseWalk = (node: TSESTree.Node | null): void => {
    if (node !== null && isWalked(node)) refuse(node, 'iteration');
  };
  return {
    ForOfStatement: (node) => refuseWalk(node.right),
    SpreadElement(node) {
      if (node.parent.type !== AST_NODE_TYPES.ObjectExpression) refuseWalk(node.argument);
    },
    'YieldExpression[delegate=true]': (node: TSESTree.YieldExpression) => refuseWalk(node.argument),
    ArrayPattern: (node) => refuseWalk(patternSource(node)),
    MemberExpression(node) {
      const member = memberName(node);
      if (member !== undefined && orderFreeMembers.has(member)) return;
      if (isWalked(node.object)) refuse(node, 'member', member);
    },
    ObjectPattern(node) {
      if (!isWalked(node)) return;
      for (const property of node.properties) {
        const member = property.type === AST_NODE_TYPES.Property ? memberName(property) : undefined;
        if (member === undefined || !orderFreeMembers.has(member)) {
          refuse(property, 'member', member);
        }
      }
    },
  };
}

/** Every place where a Map or Set can turn into a mere iterable. */
function handOvers(
  services: ParserServicesWithTypeInformation,
  refuse: Refuse,
): TSESLint.RuleListener {
  const checker = services.program.getTypeChecker();
  const refuseAs = (node: TSESTree.Expression, target: ts.Type | undefined): void => {
    if (target === undefined || acceptsUnordered(target, checker)) return;
    if (isUnordered(services.getTypeAtLocation(node), checker)) refuse(node, 'handed');
  };
  /** Compares with what the place expects: a parameter, a return type, a field. */
  const refuseInPlace = (node: TSESTree.Node | null | undefined): void => {
    if (node === null || node === undefined || !isExpression(node)) return;
    const place = services.esTreeNodeToTSNodeMap.get(node);
    if (ts.isExpression(place)) refuseAs(node, checker.getContextualType(place));
  };
  const refuseArguments = (node: TSESTree.CallExpression | TSESTree.NewExpression): void => {
    if (!isCopy(node)) node.arguments.forEach(refuseInPlace);
  };
  const refuseAssertion = (node: TSESTree.TSAsExpression | TSESTree.TSSatisfiesExpression): void =>
    refuseAs(node.expression, services.getTypeAtLocation(node.typeAnnotation));
  return {
    CallExpression: refuseArguments,
    NewExpression: refuseArguments,
    ReturnStatement: (node) => refuseInPlace(node.argument),
    'YieldExpression[delegate=false]': (node: TSESTree.YieldExpression) =>
      refuseInPlace(node.argument),
    'ArrowFunctionExpression[expression=true]': (node: TSESTree.ArrowFunctionExpression) =>
      refuseInPlace(node.body),
    // Array patterns are refused as walks.
    'VariableDeclarator[id.type!="ArrayPattern"]': (node: TSESTree.VariableDeclarator) =>
      refuseInPlace(node.init),
    'AssignmentExpression[operator=/^(=|[|&?]{2}=)$/][left.type!="ArrayPattern"]': (
      node: TSESTree.AssignmentExpression,
    ) => refuseInPlace(node.right),
    'AssignmentPattern[left.type!="ArrayPattern"]': (node: TSESTree.AssignmentPattern) =>
      refuseInPlace(node.right),
    PropertyDefinition: (node) => refuseInPlace(node.value),
    'ObjectExpression > Property': (node: TSESTree.Property) => refuseInPlace(node.value),
    'ArrayExpression > *': (node: TSESTree.Node) => refuseInPlace(node),
    TSAsExpression: refuseAssertion,
    TSSatisfiesExpression: refuseAssertion,
  };
}

/** A copy of a Map or Set is a Map or Set again, and the rule holds for it too. */
function isCopy(node: TSESTree.CallExpression | TSESTree.NewExpression): boolean {
  return (
    node.type === AST_NODE_TYPES.NewExpression &&
    node.callee.type === AST_NODE_TYPES.Identifier &&
    copyingConstructors.has(node.callee.name)
  );
}

/** A place that says Map or Set keeps the rule in force; one that says Iterable would lift it. */
function acceptsUnordered(target: ts.Type, checker: ts.TypeChecker): boolean {
  return isUnordered(target, checker) || !isIterable(target);
}

/** What an array pattern takes apart, where that is an expression of its own. */
function patternSource(node: TSESTree.ArrayPattern): TSESTree.Node {
  const { parent } = node;
  if (parent.type === AST_NODE_TYPES.VariableDeclarator && parent.init !== null) return parent.init;
  if (parent.type === AST_NODE_TYPES.AssignmentExpression) return parent.right;
  return node;
}

function isExpression(node: TSESTree.Node): node is TSESTree.Expression {
  return node.type !== AST_NODE_TYPES.SpreadElement && !node.type.endsWith('Pattern');
}
