import { AST_NODE_TYPES, ESLintUtils, type TSESTree } from '@typescript-eslint/utils';
import type ts from 'typescript';
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
  },
  defaultOptions: [],
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const checker = services.program.getTypeChecker();
    const unordered = (node: TSESTree.Node): boolean =>
      isUnordered(services.getTypeAtLocation(node), checker);
    const refuseWalk = (node: TSESTree.Node | null): void => {
      if (node !== null && unordered(node)) context.report({ node, messageId: 'iteration' });
    };
    const refuseHandOver = (node: TSESTree.Expression, target: ts.Type | undefined): void => {
      if (target === undefined || !unordered(node) || acceptsUnordered(target, checker)) return;
      context.report({ node, messageId: 'handed' });
    };
    /** What the place where the expression stands expects: a parameter, a return type, a field. */
    const expected = (node: TSESTree.Expression): ts.Type | undefined => {
      const place = services.esTreeNodeToTSNodeMap.get(node);
      return checker.getContextualType(place as ts.Expression);
    };
    const refuseInContext = (node: TSESTree.Node | null | undefined): void => {
      if (node == null || !isExpression(node)) return;
      refuseHandOver(node, expected(node));
    };
    const refuseArguments = (node: TSESTree.CallExpression | TSESTree.NewExpression): void => {
      const copies =
        node.type === AST_NODE_TYPES.NewExpression &&
        node.callee.type === AST_NODE_TYPES.Identifier &&
        copyingConstructors.has(node.callee.name);
      if (!copies) node.arguments.forEach(refuseInContext);
    };
    const refuseAssertion = (node: TSESTree.TSAsExpression | TSESTree.TSSatisfiesExpression) => {
      refuseHandOver(node.expression, services.getTypeAtLocation(node.typeAnnotation));
    };
    return {
      ForOfStatement: (node) => refuseWalk(node.right),
      SpreadElement: (node) => refuseSpread(node, refuseWalk),
      'YieldExpression[delegate=true]': (node: TSESTree.YieldExpression) =>
        refuseWalk(node.argument),
      ArrayPattern: (node) => refuseWalk(patternSource(node)),
      MemberExpression(node) {
        const member = memberName(node);
        if (member !== undefined && orderFreeMembers.has(member)) return;
        if (!unordered(node.object)) return;
        const shown = member ?? context.sourceCode.getText(node.property);
        context.report({ node, messageId: 'member', data: { member: shown } });
      },
      ObjectPattern(node) {
        if (!unordered(node)) return;
        for (const property of node.properties) {
          const member =
            property.type === AST_NODE_TYPES.Property ? memberName(property) : undefined;
          if (member !== undefined && orderFreeMembers.has(member)) continue;
          context.report({
            node: property,
            messageId: 'member',
            data: { member: member ?? '...' },
          });
        }
      },
      CallExpression: refuseArguments,
      NewExpression: refuseArguments,
      ReturnStatement: (node) => refuseInContext(node.argument),
      YieldExpression: (node) => {
        if (!node.delegate) refuseInContext(node.argument);
      },
      'ArrowFunctionExpression[expression=true]': (node: TSESTree.ArrowFunctionExpression) =>
        refuseInContext(node.body),
      // An array pattern is refused as a walk, above.
      'VariableDeclarator[id.type!="ArrayPattern"]': (node: TSESTree.VariableDeclarator) =>
        refuseInContext(node.init),
      'AssignmentExpression[operator="="][left.type!="ArrayPattern"]': (
        node: TSESTree.AssignmentExpression,
      ) => refuseInContext(node.right),
      'AssignmentPattern[left.type!="ArrayPattern"]': (node: TSESTree.AssignmentPattern) =>
        refuseInContext(node.right),
      PropertyDefinition: (node) => refuseInContext(node.value),
      'ObjectExpression > Property': (node: TSESTree.Property) => refuseInContext(node.value),
      'ArrayExpression > *': (node: TSESTree.Node) => refuseInContext(node),
      TSAsExpression: refuseAssertion,
      TSSatisfiesExpression: refuseAssertion,
    };
  },
});

/** A place that says Map or Set keeps the rule in force; one that says Iterable would lift it. */
function acceptsUnordered(target: ts.Type, checker: ts.TypeChecker): boolean {
  return isUnordered(target, checker) || !isIterable(target);
}

function refuseSpread(
  node: TSESTree.SpreadElement,
  refuseWalk: (node: TSESTree.Node) => void,
): void {
  if (node.parent.type !== AST_NODE_TYPES.ObjectExpression) refuseWalk(node.argument);
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
